import type { HeightScale } from '../state/app-state.ts';

/**
 * How a loss becomes a height in [0, 1]. `height-nodes.ts` holds the same formula for the GPU, from the same numbers.
 *
 *   linear  t = (loss − floor) / span
 *   log     t = log1p((loss − floor) / knee) / log1p(span / knee)
 *   rank    the fraction of the landscape lower than this loss, tabulated over the log t
 */
export interface HeightMap {
  readonly scale: HeightScale;
  /** Lowest finite loss of the landscape. */
  readonly floor: number;
  /** Losses of `floor + span` and more have height 1; 0 where the landscape is flat. */
  readonly span: number;
  /** Excess loss at which the log scale turns from linear to logarithmic. */
  readonly knee: number;
  /** [RANK_ENTRIES] fractions at log heights i / (RANK_ENTRIES − 1), non-decreasing from 0 to 1. */
  readonly rank: Float32Array;
  /** Height in [0, 1]; NaN where the loss is not finite. */
  heightOf(loss: number): number;
  /** The lowest loss of that height. */
  lossAt(height: number): number;
}

export const RANK_ENTRIES = 2048;

/** Quantiles are estimated from at most this many values of the landscape, evenly strided. */
const SAMPLE_SIZE = 16384;
/**
 * The knee is this quantile of the excess loss: one fiftieth of the area, the surroundings of the minima, lies on the
 * linear part of the log scale, so neither a lucky grid point nor the deepest minimum alone sets the scale.
 */
const KNEE_QUANTILES = [0.02, 0.05, 0.1, 0.25, 0.5];
/** A landscape whose highest thousandth stands this many times above all the rest is cut there (poles, 1e30 walls). */
const EXTREME_QUANTILE = 0.999;
const EXTREME_RATIO = 100;
/** Of the larger magnitude; anything flatter is float32 rounding of a constant. */
const FLAT_TOLERANCE = 4 * 2 ** -24;
/** Between numbers of the log scale: what the GPU multiplies with stays finite in float32, with room for rounding. */
const LARGEST_RATIO = 1e37;

export interface LossRange {
  floor: number;
  span: number;
  knee: number;
}

/** @param loss landscape read-back; non-finite values are left out. */
export function measureLoss(loss: Float32Array): LossRange {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of loss) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!(high - low > FLAT_TOLERANCE * Math.max(Math.abs(low), Math.abs(high)))) {
    return { floor: Number.isFinite(low) ? low : 0, span: 0, knee: 1 };
  }
  const sample = sortedSample(loss);
  const excess = (quantile: number): number => sample[Math.floor(quantile * (sample.length - 1))]! - low;
  const top = excess(EXTREME_QUANTILE);
  const span = top > 0 && high - low > EXTREME_RATIO * top ? top : high - low;
  const lowest = Math.max(FLAT_TOLERANCE * Math.abs(low), span / LARGEST_RATIO, 1 / LARGEST_RATIO);
  const knee = KNEE_QUANTILES.map(excess).find((value) => value > lowest) ?? span;
  return { floor: low, span, knee: Math.min(knee, span) };
}

export function createHeightMap(scale: HeightScale, loss: Float32Array): HeightMap {
  const { floor, span, knee } = measureLoss(loss);
  const logSpan = Math.log1p(span / knee);
  const linearHeight = (value: number): number => Math.min(1, Math.max(0, value - floor) / span);
  const logHeight = (value: number): number =>
    Math.min(1, Math.log1p(Math.max(0, value - floor) / knee) / logSpan);
  const lossAtLog = (t: number): number => floor + knee * Math.expm1(t * logSpan);
  const rank = scale === 'rank' && span > 0 ? tabulateRank(loss, logHeight) : new Float32Array(RANK_ENTRIES);

  const heightOf = (value: number): number => {
    if (!Number.isFinite(value)) return Number.NaN;
    if (span === 0) return 0;
    if (scale === 'linear') return linearHeight(value);
    const t = logHeight(value);
    return scale === 'log' ? t : interpolate(rank, t);
  };
  const lossAt = (height: number): number => {
    if (span === 0) return floor;
    if (scale === 'linear') return floor + height * span;
    return lossAtLog(scale === 'log' ? height : invert(rank, height));
  };
  return { scale, floor, span, knee, rank, heightOf, lossAt };
}

/** Piecewise linear, argument in [0, 1] over the whole table. */
export function interpolate(table: Float32Array, t: number): number {
  const at = t * (table.length - 1);
  const index = Math.min(Math.floor(at), table.length - 2);
  const low = table[index]!;
  return low + (at - index) * (table[index + 1]! - low);
}

function invert(table: Float32Array, value: number): number {
  let low = 0;
  let high = table.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (table[middle]! < value) low = middle;
    else high = middle;
  }
  const rise = table[high]! - table[low]!;
  const fraction = rise > 0 ? Math.min(1, Math.max(0, (value - table[low]!) / rise)) : 0;
  return (low + fraction) / (table.length - 1);
}

/** Empirical distribution function of the landscape, counted in one pass over the bins between the table's entries. */
function tabulateRank(loss: Float32Array, logHeight: (value: number) => number): Float32Array {
  const bins = RANK_ENTRIES - 1;
  const counts = new Uint32Array(bins);
  let total = 0;
  for (const value of loss) {
    if (!Number.isFinite(value)) continue;
    counts[Math.min(bins - 1, Math.floor(logHeight(value) * bins))]! += 1;
    total += 1;
  }
  const table = new Float32Array(RANK_ENTRIES);
  let below = 0;
  for (let i = 0; i < bins; i += 1) {
    below += counts[i]!;
    table[i + 1] = below / total;
  }
  return table;
}

function sortedSample(loss: Float32Array): Float32Array {
  const stride = Math.max(1, Math.floor(loss.length / SAMPLE_SIZE));
  const sample: number[] = [];
  for (let i = 0; i < loss.length; i += stride) {
    if (Number.isFinite(loss[i])) sample.push(loss[i]!);
  }
  return Float32Array.from(sample).sort();
}
