/** Euclidean norm. `Math.hypot` is several times slower and needed only where squares leave the range. */
export function hypot(a: number, b: number): number {
  const squared = a * a + b * b;
  return squared > 1e-280 && squared < 1e300 ? Math.sqrt(squared) : Math.hypot(a, b);
}
