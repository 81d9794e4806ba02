import { unitScale } from './float32.ts';

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

/**
 * Below this share of its two terms what elimination leaves of a 2×2 matrix is rounding and nothing else in float32:
 * sixteen roundings of 2⁻²⁴. Float64 keeps to it too, so that both engines call the same matrices singular.
 */
const SINGULAR_SHARE = 2 ** -20;

/**
 * Solves [[a, b], [b, c]] d = [x, y], by elimination from the largest entry, so that nothing over- or underflows on the
 * way. A singular matrix is inverted where it can be (Moore–Penrose): d has nothing of the direction that the matrix
 * takes to zero, and is zero for the zero matrix. NaN in, NaN out.
 *
 * Twin of `solveSymmetric2` in shaders/lib/symmetric2.wgsl.
 */
export function solveSymmetric2(a: number, b: number, c: number, x: number, y: number): [number, number] {
  if (Math.abs(c) > Math.abs(a)) {
    const [second, first] = solveSymmetric2(c, b, a, y, x);
    return [first, second];
  }
  const isCross = Math.abs(b) > Math.abs(a);
  // Rows (p, q | u) and (r, t | v).
  const [p, q, u] = isCross ? [b, c, y] : [a, b, x];
  const [r, t, v] = isCross ? [a, b, x] : [b, c, y];
  if (p === 0) return [0, 0];
  const factor = r / p;
  const rest = t - factor * q;
  if (!(Math.abs(rest) <= SINGULAR_SHARE * (Math.abs(t) + Math.abs(factor * q)))) {
    const second = (v - factor * u) / rest;
    return [(u - q * second) / p, second];
  }
  // One eigenvalue is zero and the other the trace.
  const trace = a + c;
  const [first, cross, second] = [a / trace, b / trace, c / trace];
  return [(first * x + cross * y) / trace, (cross * x + second * y) / trace];
}

/**
 * |H|, the symmetric matrix with the same eigenvectors and the magnitudes of the eigenvalues: the square root of H².
 * [xx, xy, yy]. By Cayley and Hamilton it is (H² + |det H| I) / √(tr H² + 2 |det H|).
 *
 * Twin of `absoluteSymmetric2` in shaders/lib/symmetric2.wgsl.
 */
export function absoluteSymmetric2(a: number, b: number, c: number): [number, number, number] {
  const scale = unitScale(Math.max(Math.abs(a), Math.abs(c), Math.abs(b)));
  const [p, q, r] = [a * scale, b * scale, c * scale];
  const determinant = Math.abs(p * r - q * q);
  // The sum of the eigenvalues' magnitudes.
  const norm = Math.sqrt(p * p + r * r + 2 * (q * q) + 2 * determinant);
  if (norm === 0) return [0, 0, 0];
  return [
    (p * p + q * q + determinant) / norm / scale,
    (q * (p + r)) / norm / scale,
    (r * r + q * q + determinant) / norm / scale,
  ];
}
