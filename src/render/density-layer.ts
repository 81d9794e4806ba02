import { Color, type Renderer, SRGBColorSpace } from 'three/webgpu';
import { createDensitySheet, type DensitySheet } from './density-sheet.ts';
import { FADE_STEPS } from './point-look.ts';
import type { SurfaceMesh } from './surface-mesh.ts';

/** Above this many trajectories a team is drawn as a density: points would be one solid sheet. */
export const DENSITY_ABOVE = 100_000;

type Rgb = readonly [r: number, g: number, b: number];

/** The swarm as a picture over the domain, in place of points; whoever computes the swarm makes it. */
export interface SceneDensity {
  /** Cells along each side. */
  readonly size: number;
  /** vec4f per cell: sRGB times opacity, and opacity; x fastest, from (xmin, ymin). */
  readonly sheet: GPUBuffer;
  /** Makes the sheet of the swarm as it is. */
  develop(look: SceneDensityLook): void;
}

export interface SceneDensityLook {
  /** Steps taken so far, and those over which what ended badly fades away. */
  step: number;
  fadeSteps: number;
  /** sRGB, each in [0, 1]. */
  teams: readonly { color: Rgb; visible: boolean }[];
  /** What the colours turn to where very many are. */
  core: Rgb;
}

/** Paints the surface with the swarm's density, where there is one. */
export interface DensityLayer {
  /** Borrows until the next call; null leaves the surface as it is. Teams in the order of the swarm's. */
  setDensity(density: SceneDensity | null, teams: readonly { color: string; visible: boolean }[]): void;
  setVisible(index: number, visible: boolean): void;
  setStep(step: number): void;
  /** CSS colour. */
  setCore(css: string): void;
  /** The swarm has moved. */
  refresh(): void;
  /** Brings the sheet up to date, if anything changed; before each picture. */
  develop(): void;
  dispose(): void;
}

export function createDensityLayer(renderer: Renderer, surface: SurfaceMesh): DensityLayer {
  let density: SceneDensity | null = null;
  let sheet: DensitySheet | null = null;
  let teams: { color: Rgb; visible: boolean }[] = [];
  let core: Rgb = [1, 1, 1];
  let step = Number.MAX_SAFE_INTEGER;
  let isStale = false;
  return {
    setDensity(next, shown) {
      density = next;
      teams = shown.map(({ color, visible }) => ({ color: flatColor(color), visible }));
      isStale = true;
      if (next !== null) {
        sheet ??= createDensitySheet(renderer);
        sheet.lend(next.sheet, next.size);
      }
      surface.setSheet(next === null ? null : sheet);
    },
    setVisible(index, visible) {
      const team = teams[index];
      if (team === undefined || team.visible === visible) return;
      team.visible = visible;
      isStale = true;
    },
    setStep(next) {
      isStale ||= next !== step;
      step = next;
    },
    setCore(css) {
      core = flatColor(css);
      isStale = true;
    },
    refresh() {
      isStale = true;
    },
    develop() {
      if (density === null || !isStale) return;
      isStale = false;
      density.develop({ step, fadeSteps: FADE_STEPS, teams, core });
    },
    dispose() {
      sheet?.dispose();
    },
  };
}

/** A CSS colour as it goes to the screen. */
function flatColor(css: string): Rgb {
  const { r, g, b } = new Color(css).getRGB({ r: 0, g: 0, b: 0 }, SRGBColorSpace);
  return [r, g, b];
}
