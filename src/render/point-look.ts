import { clamp } from '../core/numbers.ts';

/** A trajectory that ended badly fades over this many steps. */
export const FADE_STEPS = 40;

/** Up to this many points each is followed by eye, and drawn this many times larger than asked for. */
const FEW = 20;
const FEW_SCALE = 3.5;
/** Here a point is still one of a crowd that can be counted … */
const SOME = 500;
const SOME_SCALE = 2;
/** … and from here on they are a cloud of the size asked for. */
const MANY = 5000;

/** How many times the chosen size a point of a team of `count` is drawn: the fewer, the larger. */
export function pointScale(count: number): number {
  if (count <= SOME) return onLog(count, [FEW, FEW_SCALE], [SOME, SOME_SCALE]);
  return onLog(count, [SOME, SOME_SCALE], [MANY, 1]);
}

/** Trails grow with their points, by this part of it. */
const TRAIL_SHARE = 0.4;

/** How many times its usual width the trail of a team of `count` is drawn. */
export const trailScale = (count: number): number => 1 + (pointScale(count) - 1) * TRAIL_SHARE;

/** Of the picture, that the surface with the points on it fills. */
const SURFACE_SHARE = 0.3;
/** How opaque single-pixel points make the surface together where they are spread evenly over it. */
const VEIL = 0.25;
/** Fainter than this and even a heap of points vanishes in the rounding of 8-bit colours. */
const FAINTEST = 0.02;

/**
 * Opacity in (0, 1] of one of `count` single-pixel points in a picture of `pixels`: spread evenly they veil the surface by
 * a quarter, so that where they gather shows as denser.
 */
export function veilOpacity(count: number, pixels: number): number {
  const perPixel = count / (SURFACE_SHARE * pixels);
  return clamp(1 - (1 - VEIL) ** (1 / perPixel), FAINTEST, 1);
}

/** Straight between two points over the logarithm of `at`, and level beyond them. */
function onLog(at: number, from: readonly [number, number], to: readonly [number, number]): number {
  const t = clamp(Math.log(at / from[0]) / Math.log(to[0] / from[0]), 0, 1);
  return from[1] + (to[1] - from[1]) * t;
}
