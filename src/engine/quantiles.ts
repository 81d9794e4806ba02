import type { Quantiles } from './engine.ts';

/**
 * Exact 5 %, 50 % and 95 % quantiles of the finite values, interpolated linearly between order statistics
 * (Hyndman and Fan 1996, type 7: numpy's default). NaN where nothing is finite.
 */
export const exactQuantiles = (values: Float64Array): Quantiles =>
  quantilesOf(values.filter(Number.isFinite));

/** The same of all values, of which some may be ∞ (what never happened) but none NaN. */
export function quantilesOf(values: Float64Array): Quantiles {
  const sorted = values.slice().sort();
  return { p5: quantile(sorted, 5), median: quantile(sorted, 50), p95: quantile(sorted, 95) };
}

/** In whole percents, so that a rank that is whole is found to be: beside ∞ a last digit decides. */
function quantile(sorted: Float64Array, percent: number): number {
  if (sorted.length === 0) return Number.NaN;
  const hundredths = percent * (sorted.length - 1);
  const below = Math.floor(hundredths / 100);
  const low = sorted[below];
  const high = sorted[Math.min(below + 1, sorted.length - 1)];
  const share = (hundredths % 100) / 100;
  // Not by the difference where there is none to take: of infinities it is NaN.
  return share === 0 || low === high ? low : low + (high - low) * share;
}
