import type { HeightMap } from './height-scale.ts';
import { formatTicks, niceStep, niceTicks } from './ticks.ts';

/** Where contour lines run: rising heights, and which of them are major. */
export interface LossLevels {
  /** Heights in (0, 1), strictly rising. */
  heights: number[];
  /** Level i is major where `(firstIndex + i) % majorEvery` is 0. */
  firstIndex: number;
  majorEvery: number;
}

export interface LossTick {
  height: number;
  label: string;
}

const LINEAR_LEVELS = 24;
const LINEAR_MAJOR = 5;
const RANK_LEVELS = 20;
/** Past this many decades each gets one line; with fewer, three: 1, 2 and 5. */
const CROWDED_DECADES = 8;
/** Below this fraction of the knee the log scale is linear and log-spaced levels would crowd together … */
const LOWEST_LEVEL = 0.3;
/** … and below this height they would, whatever the knee. */
const LOWEST_HEIGHT = 0.015;
/** Labels of the loss axis keep at least this much height between them. */
const TICK_GAP = 0.11;

/** Round losses for linear and log, twentieths of the area for rank. */
export function lossLevels(map: HeightMap): LossLevels {
  if (map.span === 0) return { heights: [], firstIndex: 0, majorEvery: 1 };
  if (map.scale === 'rank') {
    const heights = Array.from({ length: RANK_LEVELS - 1 }, (_, i) => (i + 1) / RANK_LEVELS);
    return { heights, firstIndex: 1, majorEvery: 5 };
  }
  if (map.scale === 'linear' || map.span / map.knee < 10) {
    const step = niceStep(map.span, LINEAR_LEVELS);
    const first = Math.floor(map.floor / step) + 1;
    const count = Math.max(0, Math.ceil((map.floor + map.span) / step) - first);
    const heights = Array.from({ length: count }, (_, i) => map.heightOf((first + i) * step));
    return { ...strictlyRising(heights), firstIndex: modulo(first, LINEAR_MAJOR), majorEvery: LINEAR_MAJOR };
  }
  const decades = Math.log10(map.span / (map.knee * LOWEST_LEVEL));
  const mantissas = decades > CROWDED_DECADES ? [1] : [1, 2, 5];
  const losses = logLosses(map, mantissas);
  const lowestMantissa = losses.length > 0 ? losses[0]!.mantissa : 0;
  return {
    ...strictlyRising(losses.map(({ loss }) => map.heightOf(loss))),
    firstIndex: mantissas.length === 1 ? 0 : lowestMantissa,
    majorEvery: mantissas.length,
  };
}

/** The numbers beside the loss axis, from low to high. */
export function lossTicks(map: HeightMap): LossTick[] {
  if (map.span === 0) return labelled(map, [map.floor], formatTicks([map.floor]));
  if (map.scale === 'rank') {
    const heights = [0, 0.25, 0.5, 0.75, 1];
    const labels = formatTicks(heights.map(map.lossAt), 2);
    return heights.map((height, i) => ({ height, label: labels[i]! }));
  }
  if (map.scale === 'linear' || map.span / map.knee < 10) {
    const losses = spaced(map, niceTicks(map.floor, map.floor + map.span, 5));
    return labelled(map, losses, formatTicks(losses));
  }
  const origin = logOrigin(map);
  // Decades first; halves of decades fill in where there is room.
  const candidates = [[1], [1, 2, 5]].map((mantissas) =>
    spaced(
      map,
      logLosses(map, mantissas).map(({ loss }) => loss),
    ),
  );
  const losses = candidates[0]!.length >= 4 ? candidates[0]! : candidates[1]!;
  if (origin === 0) return labelled(map, losses, formatTicks(losses));
  const excesses = losses.map((loss) => loss - origin);
  return labelled(
    map,
    losses,
    formatTicks(excesses, 2).map((text) => `min + ${text}`),
  );
}

/** Contour coordinate over [entries] evenly spaced heights: an integer at each level, so that lines are where it crosses one. */
export function contourTable(levels: LossLevels, entries: number): Float32Array {
  const { heights, firstIndex } = levels;
  const table = new Float32Array(entries).fill(0.5);
  if (heights.length === 0) return table;
  const knots = [
    Math.min(0, heights[0]! - 1e-6),
    ...heights,
    Math.max(1, heights[heights.length - 1]! + 1e-6),
  ];
  // The ends stop half-way to a line that is not there.
  const values = knots.map((_, i) => firstIndex - 1 + i);
  values[0] = firstIndex - 0.5;
  values[values.length - 1] = firstIndex + heights.length - 0.5;
  const curve = monotoneCurve(knots, values);
  for (let i = 0; i < entries; i += 1) table[i] = curve(i / (entries - 1));
  return table;
}

/**
 * A smooth curve through rising points that never overshoots (Fritsch and Carlson, "Monotone piecewise cubic
 * interpolation", 1980, with harmonic means of the slopes): its rate has no jumps, from which lines get their width.
 */
function monotoneCurve(x: readonly number[], y: readonly number[]): (at: number) => number {
  const last = x.length - 2;
  const rise = (i: number): number => (y[i + 1]! - y[i]!) / (x[i + 1]! - x[i]!);
  const slopes = x.map((_, i) => {
    if (i === 0) return rise(0);
    if (i > last) return rise(last);
    return 2 / (1 / rise(i - 1) + 1 / rise(i));
  });
  let segment = 0;
  return (at) => {
    while (segment < last && at > x[segment + 1]!) segment += 1;
    while (segment > 0 && at < x[segment]!) segment -= 1;
    const width = x[segment + 1]! - x[segment]!;
    const t = Math.min(1, Math.max(0, (at - x[segment]!) / width));
    const bend = width * t * (1 - t);
    const straight = y[segment]! + (y[segment + 1]! - y[segment]!) * t * t * (3 - 2 * t);
    return straight + bend * (slopes[segment]! * (1 - t) - slopes[segment + 1]! * t);
  };
}

/** Where 1, 2, 5 … are counted from: zero where the lowest loss is about zero, else the lowest loss. */
const logOrigin = (map: HeightMap): number => (Math.abs(map.floor) <= map.knee ? 0 : map.floor);

function logLosses(map: HeightMap, mantissas: readonly number[]): { loss: number; mantissa: number }[] {
  const origin = logOrigin(map);
  const lowest = map.knee * LOWEST_LEVEL;
  const highest = map.floor + map.span;
  const result: { loss: number; mantissa: number }[] = [];
  for (let power = Math.floor(Math.log10(lowest)); 10 ** power <= highest - origin; power += 1) {
    mantissas.forEach((factor, mantissa) => {
      const loss = origin + factor * 10 ** power;
      if (loss < highest && map.heightOf(loss) >= LOWEST_HEIGHT) result.push({ loss, mantissa });
    });
  }
  return result;
}

function strictlyRising(heights: readonly number[]): { heights: number[] } {
  return { heights: heights.filter((height, i) => height > 0 && height < 1 && !(height <= heights[i - 1]!)) };
}

function labelled(map: HeightMap, losses: readonly number[], labels: readonly string[]): LossTick[] {
  return losses.map((loss, i) => ({ height: map.heightOf(loss), label: labels[i]! }));
}

function spaced(map: HeightMap, losses: readonly number[]): number[] {
  let last = Number.NEGATIVE_INFINITY;
  return losses.filter((loss) => {
    const height = map.heightOf(loss);
    if (height - last < TICK_GAP) return false;
    last = height;
    return true;
  });
}

const modulo = (value: number, divisor: number): number => ((value % divisor) + divisor) % divisor;
