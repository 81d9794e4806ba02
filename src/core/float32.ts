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
  return powerOfTwo(exponentOf(magnitude) - 23);
}

/** Largest power of two whose inverse is a normal float32 as well. */
const LARGEST_EXPONENT = 126;

/**
 * The power of two that brings a magnitude to [1, 2), or as near as float32 allows: what is scaled by it keeps every
 * digit, and its products neither over- nor underflow. Twin of `unitScale` in shaders/lib/symmetric2.wgsl.
 */
export function unitScale(magnitude: number): number {
  return powerOfTwo(-clamp(exponentOf(magnitude), -LARGEST_EXPONENT, LARGEST_EXPONENT));
}

// Read from and written to the bits of a float64: some ten times as fast as Math.log2 and **, which the check and the
// quasi-Newton twins would spend most of their time in.
const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
const HIGH = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;
const EXPONENT_BIAS = 1023;

/** ⌊log₂|x|⌋ of a normal float64; less than that of any for zero, more for what is not finite. */
function exponentOf(x: number): number {
  double[0] = x;
  return ((words[HIGH]! >>> 20) & 0x7ff) - EXPONENT_BIAS;
}

/** 2ⁿ, a normal float64. */
function powerOfTwo(n: number): number {
  words[HIGH] = (n + EXPONENT_BIAS) << 20;
  words[1 - HIGH] = 0;
  return double[0]!;
}
