import type { Renderer, Scene as ThreeScene } from 'three/webgpu';
import type { Lent } from './data-slot.ts';
import type { HeightField } from './height-field.ts';
import { createPointLayer, type PointBuffers, type PointLayer, type PointStyle } from './point-layer.ts';
import type { Shading } from './shading.ts';
import { createTrailLayer, type TrailLayer } from './trail-layer.ts';

/** One team as it is drawn; all buffers are borrowed until the next `setTeams` or `dispose`. */
export interface SceneTeam extends PointBuffers {
  /** CSS colour. */
  color: string;
  visible: boolean;
  /** Number of trajectories. */
  count: number;
  /** vec4f (x, y, loss, 0) at slot·samples + i, `length` slots. */
  trail?: { buffer: Lent; samples: number; length: number };
}

export interface TeamLayers {
  /** @param asPoints false where something else shows them; trails are drawn either way */
  setTeams(teams: readonly SceneTeam[], asPoints: boolean): void;
  /** The contents of the buffers have changed. */
  refresh(): void;
  setVisible(index: number, visible: boolean): void;
  setTrailHead(head: number, filled: number): void;
  dispose(): void;
}

interface Layer {
  points: PointLayer;
  trail: TrailLayer;
}

/** Keeps the layers of teams that were removed: a pipeline costs tens of milliseconds, a hidden layer nothing. */
export function createTeamLayers(
  renderer: Renderer,
  scene: ThreeScene,
  field: HeightField,
  shading: Shading,
  style: PointStyle,
): TeamLayers {
  const layers: Layer[] = [];
  let shown = 0;
  const add = (): Layer => {
    const layer = {
      points: createPointLayer(renderer, field, shading, style),
      trail: createTrailLayer(renderer, field, shading),
    };
    scene.add(...layer.points.objects, layer.trail.object);
    layers.push(layer);
    return layer;
  };
  return {
    setTeams(teams, asPoints) {
      shown = teams.length;
      teams.forEach((team, index) => {
        const { points, trail } = layers[index] ?? add();
        points.setColor(team.color);
        if (asPoints) points.setPoints(team, team.count, index, teams.length);
        else points.clear();
        points.setVisible(team.visible);
        trail.setColor(team.color);
        trail.setTrail(team.trail ?? null, team.count);
        trail.setVisible(team.visible);
      });
      for (const { points, trail } of layers.slice(shown)) {
        points.clear();
        trail.setTrail(null, 0);
      }
    },
    refresh() {
      for (const { points, trail } of layers.slice(0, shown)) {
        points.refresh();
        trail.refresh();
      }
    },
    setVisible(index, visible) {
      if (index >= shown) return;
      layers[index]?.points.setVisible(visible);
      layers[index]?.trail.setVisible(visible);
    },
    setTrailHead(head, filled) {
      for (const { trail } of layers.slice(0, shown)) trail.setHead(head, filled);
    },
    dispose() {
      for (const { points, trail } of layers) {
        points.dispose();
        trail.dispose();
      }
    },
  };
}
