import { liveNodes } from '../formula/live.ts';
import { nonNegativeNodes } from '../formula/nonnegative.ts';
import type { PlannedSurface } from './plan.ts';
import { firstIndex } from './sorted-lists.ts';

/**
 * How the values of a swarm are sorted into bins: bin k holds what is at or above `edges[k − 1]` and below `edges[k]`,
 * the first bin all below, the last all from the last edge on.
 */
export interface Bins {
  /** [EDGE_COUNT], ascending; float32 numbers, so that every engine means the same ones. Some may be equal. */
  readonly edges: Float32Array;
  /** What the edges are logarithmic about: the lowest value, or 0 where values have both signs. */
  readonly origin: number;
  /** The edges go both ways from the origin. */
  readonly isSigned: boolean;
}

export const EDGE_COUNT = 254;
export const BIN_COUNT = EDGE_COUNT + 1;

/** Differences of less are rounding, or nothing that a person tells from none. */
export const SMALLEST_EDGE = 1e-12;
/** Edges of a decade: 254 reach from 10⁻¹² to 10¹³, past what any surface of the catalogue has in its domain. */
const PER_DECADE = 10;
/** The same range, both ways. */
const PER_DECADE_SIGNED = 5;
const FIRST_EXPONENT = Math.log10(SMALLEST_EDGE);

/** Of the gradient norm, on every surface. */
export const gradientNormBins: Bins = binsAbove(0);

/** Of the loss: above the known minimum, or 0 where the formula cannot be negative; both ways from 0 else. */
export function lossBins(surface: LossSurface): Bins {
  const known = madeBefore.get(surface);
  if (known !== undefined) return known;
  const bins = makeLossBins(surface);
  madeBefore.set(surface, bins);
  return bins;
}

/** @returns [BIN_COUNT], how many of the values are in which bin; what is not finite is in none */
export function histogramOf(values: Float64Array, bins: Bins): Uint32Array {
  const counts = new Uint32Array(BIN_COUNT);
  for (const value of values) if (Number.isFinite(value)) counts[binOf(value, bins)]!++;
  return counts;
}

/** The same of the values of several ascending lists together, all finite. */
export function histogramOfSorted(lists: readonly Float64Array[], { edges }: Bins): Uint32Array {
  const counts = new Uint32Array(BIN_COUNT);
  for (const list of lists) {
    let before = 0;
    for (let bin = 0; bin < BIN_COUNT; bin++) {
      const edge = edges[bin];
      const end =
        edge === undefined ? list.length : firstIndex(list, before, list.length, (value) => value >= edge);
      counts[bin]! += end - before;
      before = end;
    }
  }
  return counts;
}

/** Number of edges at or below a value. */
export const binOf = (value: number, { edges }: Bins): number =>
  firstIndex(edges, 0, EDGE_COUNT, (edge) => edge > value);

type LossSurface = Pick<PlannedSurface, 'compiled' | 'minima'>;

const madeBefore = new WeakMap<LossSurface, Bins>();

function makeLossBins({ compiled, minima }: LossSurface): Bins {
  const minimum = minima[0]?.loss;
  if (minimum !== undefined) return binsAbove(minimum);
  const { graph, loss } = compiled;
  return nonNegativeNodes(graph, liveNodes(graph, [loss])).has(loss) ? binsAbove(0) : signedBins();
}

function binsAbove(origin: number): Bins {
  const edges = Float32Array.from({ length: EDGE_COUNT }, (_, k) => origin + powerOfTen(k, PER_DECADE));
  return { edges, origin, isSigned: false };
}

function signedBins(): Bins {
  const half = EDGE_COUNT / 2;
  const edges = Float32Array.from({ length: EDGE_COUNT }, (_, k) =>
    k < half ? -powerOfTen(half - 1 - k, PER_DECADE_SIGNED) : powerOfTen(k - half, PER_DECADE_SIGNED),
  );
  return { edges, origin: 0, isSigned: true };
}

/** Counted from the smallest edge. Whole powers exactly, since `**` may be off in the last digit. */
function powerOfTen(k: number, perDecade: number): number {
  return Number(`1e${FIRST_EXPONENT + Math.floor(k / perDecade)}`) * 10 ** ((k % perDecade) / perDecade);
}
