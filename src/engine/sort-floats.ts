/** Fewer are sorted as soon by comparing them. */
const FEW = 2048;
const BYTES = 8;
const DIGITS = 256;

/**
 * Sorts numbers in place, ascending, −0 before 0, as `Float64Array.sort` does with all but NaN; many of them in half of
 * its time, since none are compared: byte by byte of their bits, the lowest first (radix sort, Knuth, The Art of
 * Computer Programming 3, 5.2.5).
 * @param values none of them NaN
 */
export function sortFloats(values: Float64Array): Float64Array {
  const n = values.length;
  if (n < FEW) return values.sort();
  const counts = countBytes(values);
  let from = values;
  let to: Float64Array = new Float64Array(n);
  for (let byte = 0; byte < BYTES; byte++) {
    const places = counts.subarray(DIGITS * byte, DIGITS * (byte + 1));
    // Most numbers that are sorted together have the same exponent.
    if (places.includes(n)) continue;
    toPlaces(from, to, byte, startsOf(places));
    [from, to] = [to, from];
  }
  putInOrder(from, to);
  if (to !== values) values.set(to);
  return values;
}

/** How often each byte has each value, [BYTES × DIGITS]. */
function countBytes(values: Float64Array): Uint32Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const counts = new Uint32Array(BYTES * DIGITS);
  for (let i = 0; i < bytes.length; i += BYTES) {
    for (let byte = 0; byte < BYTES; byte++) counts[DIGITS * byte + bytes[i + byte]]++;
  }
  return counts;
}

function startsOf(counts: Uint32Array): Uint32Array {
  let next = 0;
  return counts.map((count) => (next += count) - count);
}

function toPlaces(from: Float64Array, to: Float64Array, byte: number, places: Uint32Array): void {
  const bytes = new Uint8Array(from.buffer, from.byteOffset, from.byteLength);
  for (let i = 0; i < from.length; i++) to[places[bytes[BYTES * i + byte]]++] = from[i];
}

/** By their bits negative numbers come last, and the largest of them first. */
function putInOrder(from: Float64Array, to: Float64Array): void {
  let positive = 0;
  while (positive < from.length && !(from[positive] < 0 || Object.is(from[positive], -0))) positive++;
  const negative = from.length - positive;
  for (let i = 0; i < negative; i++) to[i] = from[from.length - 1 - i];
  to.set(from.subarray(0, positive), negative);
}
