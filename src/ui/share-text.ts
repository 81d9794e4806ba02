import { formatShare } from './format.ts';
import { wholePercents } from './largest-remainder.ts';

/**
 * How many do what, as shares that add up to 100 %; what nothing does is not mentioned.
 * @param counts by `Status`
 * @param unfinished what those do that neither rest nor are lost
 */
export function shareText(
  [running, converged, diverged, nonFinite]: readonly [number, number, number, number],
  unfinished = 'running',
): string {
  const parts: [number, string][] = [
    [converged, 'converged'],
    [running, unfinished],
    [diverged, 'diverged'],
    [nonFinite, 'non-finite'],
  ];
  const total = parts.reduce((sum, [count]) => sum + count, 0);
  const percents = wholePercents(parts.map(([count]) => count));
  const present = parts.flatMap(([count, name], i) =>
    count > 0 ? [`${formatShare(count / total, percents[i])} ${name}`] : [],
  );
  return present.length === 0 ? '–' : present.join(' · ');
}
