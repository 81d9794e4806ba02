import { formatNumber } from './format.ts';

/** What the two eigenvalues of the Hessian say about a place, in a few words. */
export function curvatureOf([a, b]: readonly [number, number]): string {
  const [low, high] = a < b ? [a, b] : [b, a];
  if (!Number.isFinite(low) || !Number.isFinite(high)) return 'no finite curvature here';
  if (low > 0) return 'curves up in every direction';
  if (high < 0) return 'curves down in every direction';
  if (low < 0 && high > 0) return 'saddle: up one way, down the other';
  if (low === 0 && high === 0) return 'flat';
  return high > 0 ? 'up one way, flat the other' : 'down one way, flat the other';
}

/**
 * The largest learning rate at which gradient descent does not grow its error along any eigenvector, 2/λmax;
 * along a direction of negative curvature it grows at any rate.
 */
export function stableRateText([a, b]: readonly [number, number], stableLr: number): string {
  const [low, high] = a < b ? [a, b] : [b, a];
  if (!Number.isFinite(low) || !Number.isFinite(high)) return '–';
  if (low < 0) return high > 0 ? 'none (saddle)' : 'none (curves down)';
  return high > 0 ? formatNumber(stableLr) : 'any';
}

/** κ is a ratio of curvatures only where both are positive; elsewhere the ratio of sizes is shown as such. */
export function conditionText([a, b]: readonly [number, number], condition: number): string {
  // Where it is flat there is no ratio.
  if (!Number.isFinite(a) || !Number.isFinite(b) || (a === 0 && b === 0)) return '–';
  return Math.min(a, b) > 0 ? formatNumber(condition, 3) : `${formatNumber(condition, 3)} (ratio of sizes)`;
}
