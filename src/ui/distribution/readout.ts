import type { TeamSummary } from '../../engine/engine.ts';
import { BIN_COUNT, type Bins } from '../../engine/histogram.ts';
import { formatCount, formatNumber, formatShare } from '../format.ts';
import type { ValueAxis } from './value-axis.ts';

/** Neighbouring bins, from the first to before the last. */
export type BinRange = readonly [first: number, end: number];

/** The whole bins that are at a place of the axis, and as many of their neighbours as make the range `least` tall. */
export function binsAt(axis: ValueAxis, { edges, origin }: Bins, place: number, least: number): BinRange {
  const places = Array.from(edges, (edge) => axis.place(edge - origin));
  const countUpTo = (at: number) => {
    const k = places.findIndex((edge) => edge > at);
    return k < 0 ? places.length : k;
  };
  // What lies below a logarithmic axis is drawn at its end.
  const first = axis.kind === 'log' && place - least / 2 <= 0 ? 0 : countUpTo(place - least / 2);
  return [first, Math.max(first, countUpTo(place + least / 2)) + 1];
}

/** Where a range of bins begins and ends on the axis. */
export function placesOf(axis: ValueAxis, { edges, origin }: Bins, [first, end]: BinRange): [number, number] {
  return [
    first === 0 ? 0 : Math.max(0, axis.place(edges[first - 1]! - origin)),
    end > edges.length ? 1 : Math.min(1, axis.place(edges[end - 1]! - origin)),
  ];
}

/** `37 % of 1,000,000 between 0.001 and 0.002`, as values above the bins' origin. */
export function rangeText(
  summary: TeamSummary,
  quantity: 'loss' | 'gradientNorm',
  { edges, origin }: Bins,
  [first, end]: BinRange,
): string {
  const inRange = summary.histograms[quantity].subarray(first, end).reduce((sum, count) => sum + count, 0);
  const all = summary.counts.reduce((sum, count) => sum + count, 0);
  const value = (k: number) => formatNumber(edges[k]! - origin, 2);
  const where =
    first === 0
      ? `below ${value(end - 1)}`
      : end === BIN_COUNT
        ? `above ${value(first - 1)}`
        : `between ${value(first - 1)} and ${value(end - 1)}`;
  return `${formatShare(inRange / all)} of ${formatCount(all)} ${where}`;
}
