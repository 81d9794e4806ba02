/**
 * Where two arrays first differ, in words, or null. Comparing long arrays by `toEqual` takes minutes to describe a
 * failure; `expect(firstDifference(got, expected)).toBeNull()` says at once what matters.
 */
export function firstDifference(got: ArrayLike<number>, expected: ArrayLike<number>): string | null {
  if (got.length !== expected.length) return `${got.length} values instead of ${expected.length}`;
  for (let i = 0; i < got.length; i++) {
    if (!Object.is(got[i], expected[i])) return `${got[i]} instead of ${expected[i]} at ${i}`;
  }
  return null;
}
