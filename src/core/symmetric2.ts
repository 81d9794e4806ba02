/**
 * Eigenvalues of the symmetric matrix [[a, b], [b, c]], smallest first. The larger root is taken first and the other
 * from the determinant, so that a tiny eigenvalue beside a large one keeps its digits; NaN in, NaN out.
 */
export function eigenvaluesSymmetric2(a: number, b: number, c: number): [number, number] {
  const mean = (a + c) / 2;
  const radius = Math.hypot((a - c) / 2, b);
  const larger = mean >= 0 ? mean + radius : mean - radius;
  if (larger === 0) return [0, 0];
  // a·c − b² loses everything to cancellation when the matrix is near singular; mean ∓ radius does not when the
  // signs differ.
  const determinant = a * c - b * b;
  const other = Math.abs(mean) < radius ? (mean >= 0 ? mean - radius : mean + radius) : determinant / larger;
  return larger >= other ? [other, larger] : [larger, other];
}
