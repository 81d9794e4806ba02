import type { Renderer, Scene as ThreeScene } from 'three/webgpu';
import type { HeightField } from './height-field.ts';
import { createMemory, type Memory } from './memory.ts';
import type { Shading } from './shading.ts';
import { createTrailLayer, type TrailLayer } from './trail-layer.ts';

/** The whole path of one trajectory, lying on the surface above all trails. */
export interface SelectionPath {
  /** @param path [n × 3] x, y, loss at every step, domain units, oldest first; copied. Null hides. */
  setPath(path: Float32Array | null): void;
  setColor(css: string): void;
  dispose(): void;
}

const LOOK = { fadePower: 0, newestWidth: 4, oldestWidth: 4, rim: 1 } as const;
/** As wide as its look says: it is not one of a team that is drawn wider for being small. */
const CROWD = Number.MAX_SAFE_INTEGER;
/** Drawn after the trails. */
const ORDER = 6;

export function createSelectionPath(
  renderer: Renderer,
  device: GPUDevice | null,
  scene: ThreeScene,
  field: HeightField,
  shading: Shading,
): SelectionPath {
  let layer: TrailLayer | null = null;
  let memory: Memory | null = null;
  let capacity = 0;
  let color = '#ffffff';

  const create = (): TrailLayer => {
    const created = createTrailLayer(renderer, field, shading, LOOK);
    created.object.renderOrder = ORDER;
    scene.add(created.object);
    created.setColor(color);
    return created;
  };
  const grow = (points: number): Memory => {
    memory?.dispose();
    capacity = 2 ** Math.ceil(Math.log2(points));
    memory = createMemory(device, 'selected path', 4 * capacity);
    layer?.setTrail({ buffer: memory.lent, samples: 1, length: capacity }, CROWD);
    return memory;
  };
  return {
    setPath(path) {
      const points = (path?.length ?? 0) / 3;
      if (path === null || points < 2) {
        layer?.setHead(0, 0);
        return;
      }
      layer ??= create();
      const held = memory !== null && points <= capacity ? memory : grow(points);
      const records = new Float32Array(4 * points);
      for (let i = 0; i < points; i += 1) records.set(path.subarray(3 * i, 3 * i + 3), 4 * i);
      held.write(records);
      layer.refresh();
      layer.setHead(points - 1, points);
    },
    setColor(css) {
      color = css;
      layer?.setColor(css);
    },
    dispose() {
      layer?.dispose();
      memory?.dispose();
      memory = null;
    },
  };
}
