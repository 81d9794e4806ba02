/** A figure that was measured several times. */
export interface Spread {
  median: number;
  lowest: number;
  highest: number;
}

export const spreadOf = (samples: readonly number[]): Spread => ({
  median: median(samples),
  lowest: Math.min(...samples),
  highest: Math.max(...samples),
});

/** The middle one, or the mean of the two; NaN of none. */
export function median(samples: readonly number[]): number {
  const sorted = Float64Array.from(samples).sort();
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
