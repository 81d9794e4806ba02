/** Splits the first n pairs of an interleaved column [x₀, y₀, x₁, y₁, …]. */
export function deinterleave(pairs: Float64Array, x: Float64Array, y: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    x[i] = pairs[2 * i]!;
    y[i] = pairs[2 * i + 1]!;
  }
}

/** Writes the first n pairs of two columns alternately. */
export function interleave(x: Float64Array, y: Float64Array, pairs: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    pairs[2 * i] = x[i]!;
    pairs[2 * i + 1] = y[i]!;
  }
}

/** [n × 2] interleaved as an x and a y of its own. */
export function planar(pairs: Float64Array): [x: Float64Array, y: Float64Array] {
  const n = pairs.length / 2;
  const [x, y] = [new Float64Array(n), new Float64Array(n)];
  deinterleave(pairs, x, y, n);
  return [x, y];
}
