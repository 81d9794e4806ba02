/** Bits of a float32 as an unsigned number that sorts as the float does, the same for both zeroes. Twin in `summarize.wgsl`. */
export function sortKey(value: number): number {
  scratchFloat[0] = value;
  const bits = scratch[0]!;
  return (bits > SIGN_BIT ? ~bits : bits | SIGN_BIT) >>> 0;
}

/** The float32 of which a key was made. */
export function floatOfKey(key: number): number {
  scratch[0] = key >= SIGN_BIT ? key - SIGN_BIT : ~key;
  return scratchFloat[0]!;
}

const SIGN_BIT = 0x80000000;

const scratch = new Uint32Array(1);
const scratchFloat = new Float32Array(scratch.buffer);
