/**
 * Whole percentages of counts that add up to 100 (largest remainders; at a tie the earlier one gains); all 0 where
 * there is nothing.
 */
export function wholePercents(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (!(total > 0)) return counts.map(() => 0);
  const exact = counts.map((count) => (100 * count) / total);
  const percents = exact.map(Math.floor);
  const left = 100 - percents.reduce((sum, percent) => sum + percent, 0);
  const byRemainder = exact
    .map((_, i) => i)
    .sort((a, b) => exact[b]! - percents[b]! - (exact[a]! - percents[a]!));
  for (const i of byRemainder.slice(0, left)) percents[i]!++;
  return percents;
}
