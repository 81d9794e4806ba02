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
