import type { Quantiles } from '../engine/engine.ts';

/**
 * Exact 5 %, 50 % and 95 % quantiles of the finite values, interpolated linearly between order statistics
 * (Hyndman and Fan 1996, type 7: numpy's default). NaN where nothing is finite.
 */
export function exactQuantiles(values: Float64Array): Quantiles {
  const sorted = values.filter(Number.isFinite).sort();
  return { p5: quantile(sorted, 0.05), median: quantile(sorted, 0.5), p95: quantile(sorted, 0.95) };
}

function quantile(sorted: Float64Array, p: number): number {
  if (sorted.length === 0) return Number.NaN;
  const position = p * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below];
  const high = sorted[Math.min(below + 1, sorted.length - 1)];
  return low + (high - low) * (position - below);
}
