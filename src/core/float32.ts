import { clamp } from './numbers.ts';

/** Unit roundoff of float32, 2⁻²⁴: the largest relative error of one correctly rounded operation. */
export const UNIT_ROUNDOFF = 2 ** -24;
/** Largest finite float32. */
export const FLOAT32_MAX = 3.4028234663852886e38;
/** Smallest normal float32, 2⁻¹²⁶; GPUs may flush anything smaller to zero. */
export const FLOAT32_MIN_NORMAL = 2 ** -126;

/** Distance from |x| to the next larger float32: the unit in the last place at x, from 2⁻¹⁴⁹ to +∞ beyond float32. */
export function ulp32(x: number): number {
  const magnitude = Math.abs(x);
  if (!(magnitude >= FLOAT32_MIN_NORMAL)) return 2 ** -149;
  if (magnitude > FLOAT32_MAX) return Number.POSITIVE_INFINITY;
  return 2 ** (Math.floor(Math.log2(magnitude)) - 23);
}

/** Largest power of two whose inverse is a normal float32 as well. */
const LARGEST_EXPONENT = 126;

/**
 * The power of two that brings a magnitude to [1, 2), or as near as float32 allows: what is scaled by it keeps every
 * digit, and its products neither over- nor underflow. Twin of `unitScale` in shaders/lib/symmetric2.wgsl.
 */
export function unitScale(magnitude: number): number {
  const exponent = Math.floor(Math.log2(magnitude));
  return 2 ** -clamp(exponent, -LARGEST_EXPONENT, LARGEST_EXPONENT);
}
