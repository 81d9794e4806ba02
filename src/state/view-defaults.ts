import type { ViewSettings } from './app-state.ts';

/** The view of an address that says nothing about it. */
export const defaultView: ViewSettings = {
  heightScale: 'log',
  hidden: [],
  colors: [],
  trails: 48,
  pointSize: 2,
  contours: true,
  axes: true,
  minima: true,
  theme: 'auto',
  speed: 60,
  camera: null,
  inspect: null,
};

/** Bounds of what can be set, inclusive. */
export const viewLimits = {
  trails: { min: 0, max: 256 },
  /** CSS pixels. */
  pointSize: { min: 1, max: 12 },
  /** Optimizer steps per second. */
  speed: { min: 1, max: 100_000 },
} as const;
