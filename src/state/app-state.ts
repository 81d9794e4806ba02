import type { RunSpec } from '../engine/run-spec.ts';

export const heightScales = ['linear', 'log', 'rank'] as const;
export type HeightScale = (typeof heightScales)[number];
export const themes = ['auto', 'dark', 'light'] as const;
export type Theme = (typeof themes)[number];

/** Where the camera is, in scene units (the surface spans [−1, 1]² with height up to about 1); null = the default view. */
export interface CameraState {
  /** Degrees about the vertical, 0 looks along +y. */
  azimuth: number;
  /** Degrees above the horizon, 90 looks straight down. */
  elevation: number;
  distance: number;
  target: [number, number, number];
}

/** The trajectory that is looked into. */
export interface Inspected {
  team: number;
  /** Counted from 0. */
  index: number;
  /** The step whose making is shown, counted from 1, 0 the start; null follows the run. */
  step: number | null;
}

/** How the run is shown; nothing here changes a number. */
export interface ViewSettings {
  heightScale: HeightScale;
  /** Indices of teams that are not drawn. */
  hidden: readonly number[];
  /** Colour slot of each team, which stays with it when others go; empty: every team has the slot of its place. */
  colors: readonly number[];
  /** Trajectories per team that leave a trail, 0–256. */
  trails: number;
  /** Diameter of a point in CSS pixels. */
  pointSize: number;
  contours: boolean;
  axes: boolean;
  minima: boolean;
  theme: Theme;
  /** Optimizer steps per second; the device may be slower. */
  speed: number;
  camera: CameraState | null;
  inspect: Inspected | null;
}

/** Everything the address says. */
export interface AppState {
  spec: RunSpec;
  view: ViewSettings;
}
