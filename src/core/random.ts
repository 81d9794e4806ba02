/**
 * Counter-based randomness: the bits depend on (seed, trajectory, step, draw) alone and are equal, bit for bit, to
 * those of `shaders/lib/random.wgsl`.
 *
 * The hash is pcg4d of Jarzynski and Olano, "Hash Functions for GPU Rendering", JCGT 9(3), 2020.
 */
export function randomBits(
  seed: number,
  trajectory: number,
  step: number,
  draw: number,
  out: Uint32Array = new Uint32Array(4),
): Uint32Array {
  let x = (Math.imul(seed, 1664525) + 1013904223) | 0;
  let y = (Math.imul(trajectory, 1664525) + 1013904223) | 0;
  let z = (Math.imul(step, 1664525) + 1013904223) | 0;
  let w = (Math.imul(draw, 1664525) + 1013904223) | 0;
  x = (x + Math.imul(y, w)) | 0;
  y = (y + Math.imul(z, x)) | 0;
  z = (z + Math.imul(x, y)) | 0;
  w = (w + Math.imul(y, z)) | 0;
  x ^= x >>> 16;
  y ^= y >>> 16;
  z ^= z >>> 16;
  w ^= w >>> 16;
  x = (x + Math.imul(y, w)) | 0;
  y = (y + Math.imul(z, x)) | 0;
  z = (z + Math.imul(x, y)) | 0;
  w = (w + Math.imul(y, z)) | 0;
  out[0] = x;
  out[1] = y;
  out[2] = z;
  out[3] = w;
  return out;
}

/** A float32-exact uniform in [0, 1) from the top 24 bits. */
export const uniform01 = (bits: number): number => (bits >>> 8) * 2 ** -24;
/** A float32-exact uniform in (0, 1], safe to take the logarithm of. */
export const uniformAboveZero = (bits: number): number => ((bits >>> 8) + 1) * 2 ** -24;

/** Two independent standard normals from two words of bits (Box and Muller 1958), float64. */
export function normalPair(bits0: number, bits1: number): [number, number] {
  const radius = Math.sqrt(-2 * Math.log(uniformAboveZero(bits0)));
  const angle = 2 * Math.PI * uniform01(bits1);
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}
