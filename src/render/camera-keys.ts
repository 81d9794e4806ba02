import { clamp } from '../core/numbers.ts';
import type { CameraState } from '../state/app-state.ts';
import { FARTHEST, LOWEST_ELEVATION, NEAREST } from './camera-state.ts';

/** One press of an arrow, degrees; a held key repeats. */
const TURN = 5;
/** One press of + brings the eye nearer by this ratio. */
const ZOOM = 0.9;

/**
 * Where a key takes the eye: arrows to its own left and right, up and down; + and − nearer and farther.
 * @returns null where the key is none of the camera's
 */
export function cameraAfterKey(camera: CameraState, key: string): CameraState | null {
  const turned = (azimuth: number, elevation: number): CameraState => ({
    ...camera,
    azimuth: wrapped(camera.azimuth + azimuth),
    elevation: clamp(camera.elevation + elevation, LOWEST_ELEVATION, 90),
  });
  const zoomed = (ratio: number): CameraState => ({
    ...camera,
    distance: clamp(camera.distance * ratio, NEAREST, FARTHEST),
  });
  switch (key) {
    case 'ArrowLeft':
      return turned(-TURN, 0);
    case 'ArrowRight':
      return turned(TURN, 0);
    case 'ArrowUp':
      return turned(0, TURN);
    case 'ArrowDown':
      return turned(0, -TURN);
    // On many keyboards + is the shifted =.
    case '+':
    case '=':
      return zoomed(ZOOM);
    case '-':
      return zoomed(1 / ZOOM);
    default:
      return null;
  }
}

/** In [−180, 180). */
const wrapped = (degrees: number): number => ((((degrees + 180) % 360) + 360) % 360) - 180;
