import { type Bins, SMALLEST_EDGE } from '../../engine/histogram.ts';
import {
  asinhRange,
  asinhTicks,
  decadeRange,
  decadeTicks,
  formatAsinhTick,
  formatDecade,
} from '../curve-axis.ts';
import { ROUNDING } from '../curve-data.ts';

/** Where values are between the lower end of the axis, 0, and the upper one, 1. Values are taken above the bins' origin. */
export interface ValueAxis {
  kind: 'log' | 'asinh';
  /** What is lower is drawn at the end (logarithmic axes only); what is higher leaves the picture. */
  low: number;
  high: number;
  /** Not held to [0, 1]; −∞ for what a logarithmic axis has no place for. */
  place(value: number): number;
  valueAt(place: number): number;
  /** At most so many labels, from the lowest on. */
  ticks(most: number): { place: number; text: string }[];
}

/**
 * Whole decades around the bins that are filled.
 * @param filled first and last of them; null where none is
 * @param ceiling the axis ends here at the latest
 */
export function valueAxis(
  bins: Bins,
  filled: readonly [first: number, last: number] | null,
  ceiling: number,
): ValueAxis {
  const { edges, origin, isSigned } = bins;
  const edge = (k: number) => (edges[k] ?? Number.NaN) - origin;
  const middle = edges.length / 2;
  const hasNegative = isSigned && filled !== null && filled[0] < middle;
  if (hasNegative) {
    const low = edge(Math.max(0, filled[0] - 1));
    const high = Math.min(edge(Math.min(edges.length - 1, filled[1])), ceiling);
    return axis('asinh', ...asinhRange(Math.min(low, high), high));
  }
  const floor = Math.max(SMALLEST_EDGE, Math.abs(origin) * ROUNDING);
  if (filled === null) return axis('log', 0.1, 10);
  const low = Math.max(floor, edge(Math.max(0, filled[0] - 1)));
  const high = Math.max(low, Math.min(edge(Math.min(edges.length - 1, filled[1])), ceiling));
  return axis('log', ...decadeRange(low, high));
}

function axis(kind: ValueAxis['kind'], low: number, high: number): ValueAxis {
  const there = kind === 'log' ? (value: number) => Math.log10(Math.max(0, value)) : Math.asinh;
  const back = kind === 'log' ? (place: number) => 10 ** place : Math.sinh;
  const [from, to] = [there(low), there(high)];
  const place = (value: number) => (there(value) - from) / (to - from);
  return {
    kind,
    low,
    high,
    place,
    valueAt: (at) => back(from + at * (to - from)),
    ticks(most) {
      const ticks = kind === 'log' ? decadeTicks(low, high, most) : asinhTicks(low, high, most);
      const format = kind === 'log' ? formatDecade : formatAsinhTick;
      return ticks.map((value) => ({ place: place(value), text: format(value) }));
    },
  };
}
