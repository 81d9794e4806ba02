import type { Quantiles } from './engine.ts';
import { valueAtRank } from './sorted-lists.ts';

/**
 * Exact 5 %, 50 % and 95 % quantiles of the finite values, interpolated linearly between order statistics
 * (Hyndman and Fan 1996, type 7: numpy's default). NaN where nothing is finite.
 */
export const exactQuantiles = (values: Float64Array): Quantiles =>
  quantilesOf(values.filter(Number.isFinite));

/** The same of all values, of which some may be ∞ (what never happened) but none NaN. */
export function quantilesOf(values: Float64Array): Quantiles {
  return quantilesOfSorted([values.slice().sort()]);
}

/** The same of the values of several ascending lists together. */
export const quantilesOfSorted = (lists: readonly Float64Array[]): Quantiles => ({
  p5: quantile(lists, 5),
  median: quantile(lists, 50),
  p95: quantile(lists, 95),
});

/** In whole percents, so that a rank that is whole is found to be: beside ∞ a last digit decides. */
function quantile(lists: readonly Float64Array[], percent: number): number {
  const count = lists.reduce((sum, { length }) => sum + length, 0);
  if (count === 0) return Number.NaN;
  const hundredths = percent * (count - 1);
  const below = Math.floor(hundredths / 100);
  const low = valueAtRank(lists, below);
  const high = valueAtRank(lists, Math.min(below + 1, count - 1));
  const share = (hundredths % 100) / 100;
  // Not by the difference where there is none to take: of infinities it is NaN.
  return share === 0 || low === high ? low : low + (high - low) * share;
}
