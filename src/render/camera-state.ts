import { clamp } from '../core/numbers.ts';
import type { CameraState } from '../state/app-state.ts';
import type { Vec3 } from './picking.ts';

/** From the front left, so that both near walls of the block show, high enough to see the bottoms of its funnels. */
export const DEFAULT_CAMERA: CameraState = {
  azimuth: -32,
  elevation: 57,
  distance: 8.6,
  target: [0, 0, 0.12],
};
/** Straight down, x to the right and y up, as on paper. */
export const TOP_CAMERA: CameraState = {
  azimuth: 0,
  elevation: 90,
  distance: 7.1,
  target: [-0.04, -0.06, 0],
};

/** Straight down leaves "up" undefined, so the camera stays this little short of it, degrees. */
export const STEEPEST_ELEVATION = 89.95;
/** Keeps the eye above the table, degrees. */
export const LOWEST_ELEVATION = 4;
/** Of the eye from its target, scene units. */
export const NEAREST = 0.5;
export const FARTHEST = 20;
const DEGREE = Math.PI / 180;

/**
 * Where the eye and its target are in three's axes: x right, y up, z towards the viewer. CameraState's axes are those of
 * a map with height: x right, y into the picture, third the height.
 */
export function placeCamera(state: CameraState): { eye: Vec3; target: Vec3 } {
  const azimuth = state.azimuth * DEGREE;
  const elevation = Math.min(state.elevation, STEEPEST_ELEVATION) * DEGREE;
  const [x, y, height] = state.target;
  const flat = state.distance * Math.cos(elevation);
  return {
    eye: [
      x + flat * Math.sin(azimuth),
      height + state.distance * Math.sin(elevation),
      flat * Math.cos(azimuth) - y,
    ],
    target: [x, height, -y],
  };
}

/** The other way round, in figures short enough for an address. */
export function readCamera(eye: Vec3, target: Vec3): CameraState {
  const [dx, dy, dz] = [eye[0] - target[0], eye[1] - target[1], eye[2] - target[2]];
  const distance = Math.hypot(dx, dy, dz);
  const elevation = Math.asin(clamp(dy / distance, -1, 1)) / DEGREE;
  return {
    azimuth: rounded(Math.atan2(dx, dz) / DEGREE, 2),
    elevation: elevation > STEEPEST_ELEVATION - 0.01 ? 90 : rounded(elevation, 2),
    distance: rounded(distance, 3),
    target: [rounded(target[0], 3), rounded(-target[2], 3), rounded(target[1], 3)],
  };
}

/** Between two views, `t` from 0 to 1: around the shorter way, and nearer by equal ratios. */
export function blendCameras(from: CameraState, to: CameraState, t: number): CameraState {
  const turn = ((((to.azimuth - from.azimuth) % 360) + 540) % 360) - 180;
  const mix = (a: number, b: number): number => a + (b - a) * t;
  return {
    azimuth: from.azimuth + turn * t,
    elevation: mix(from.elevation, to.elevation),
    distance: from.distance * (to.distance / from.distance) ** t,
    target: [0, 1, 2].map((i) => mix(from.target[i]!, to.target[i]!)) as [number, number, number],
  };
}

/** Slow, fast, slow. */
export const easeInOut = (t: number): number => (t < 0.5 ? 4 * t ** 3 : 1 - (2 - 2 * t) ** 3 / 2);

// Adding zero turns −0 into 0.
const rounded = (value: number, digits: number): number => Number(value.toFixed(digits)) + 0;
