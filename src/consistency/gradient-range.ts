import { FLOAT32_MIN_NORMAL, UNIT_ROUNDOFF, ulp32 } from '../core/float32.ts';
import { hypot } from '../core/hypot.ts';
import { planar } from '../core/pairs.ts';
import { normalPair, randomBits, uniformAboveZero } from '../core/random.ts';
import { NORMAL_ULPS } from '../formula/float32-model.ts';
import { CLIP_EPSILON, NOISE_DRAW, SAM_EPSILON } from '../reference/gradient-transform.ts';
import type { StepRules } from '../reference/step-rules.ts';
import type { BoundedSurface } from './bounded-surface.ts';

/** What an optimizer may be handed: the reference's value and an interval around it, [2n] interleaved. */
export interface GradientRange {
  value: Float64Array;
  low: Float64Array;
  high: Float64Array;
}

/** Where a gradient may be taken: a point and how far from it along each axis, [2n] interleaved. */
export interface PlaceRange {
  value: Float64Array;
  reach: Float64Array;
}

/** Error of a standard normal made in float32, as a multiple of its Box–Muller radius. */
export const NORMAL_ERROR = NORMAL_ULPS * 2 * UNIT_ROUNDOFF;
/** Roundings on the way through a scaled gradient: two squares, sum, root, sum, quotient (5 of WGSL's), product. */
const SCALE_ROUNDINGS = 12;
/** Of a centralised component: two products, their sum, the difference. */
const CENTRALIZE_ROUNDINGS = 3;
/** A climb whose direction is known no better than to this share of its length leads anywhere around. */
const LOST = 1 / 8;

export interface GradientInputs {
  rules: StepRules;
  surface: BoundedSurface;
  step: number;
  /** Where the trajectories are; float32 values. */
  position: Float64Array;
  /** Where the optimizer has the gradient taken, if not there. */
  place: PlaceRange | null;
  /** The raw gradient at the position. */
  slope: GradientRange;
}

/** The range of the gradient that a step is made with: `takeGradient` of the reference, on intervals. */
export function takenGradient({
  rules,
  surface,
  step,
  position,
  place,
  slope,
}: GradientInputs): GradientRange {
  let range = place === null ? slope : slopeOver(surface, place);
  if (rules.sam > 0) {
    const uphill = rules.noise > 0 ? noisy(range, rules, step) : range;
    const from = place ?? { value: position, reach: new Float64Array(position.length) };
    range = slopeOver(surface, climbed(from, uphill, rules.sam));
  }
  return transformedRange(range, rules, step);
}

/** The range after what happens to a gradient wherever it was taken: noise, clipping, centralising. */
export function transformedRange(range: GradientRange, rules: StepRules, step: number): GradientRange {
  let result = range;
  if (rules.noise > 0) result = noisy(result, rules, step);
  if (rules.clipNorm < Number.POSITIVE_INFINITY) result = normClipped(result, rules.clipNorm);
  if (rules.clipValue < Number.POSITIVE_INFINITY) result = valueClipped(result, rules.clipValue);
  return rules.centralize ? centralized(result) : result;
}

/** A value and its bound as a range, from planar arrays. */
export function rangeOf(
  [gx, gy]: readonly [Float64Array, Float64Array],
  [bx, by]: readonly [Float64Array, Float64Array],
): GradientRange {
  return mapPairs(gx.length, (k) => ({
    value: [gx[k], gy[k]],
    low: [gx[k] - bx[k], gy[k] - by[k]],
    high: [gx[k] + bx[k], gy[k] + by[k]],
  }));
}

function slopeOver(surface: BoundedSurface, { value, reach }: PlaceRange): GradientRange {
  const {
    values: [, gx, gy],
    bounds: [, bx, by],
  } = surface.evaluate(...planar(value), planar(reach));
  return rangeOf([gx, gy], [bx, by]);
}

type Pair = [number, number];
interface Interval2 {
  value: Pair;
  low: Pair;
  high: Pair;
}

function mapPairs(n: number, make: (k: number) => Interval2): GradientRange {
  const range = {
    value: new Float64Array(2 * n),
    low: new Float64Array(2 * n),
    high: new Float64Array(2 * n),
  };
  for (let k = 0; k < n; k++) {
    const { value, low, high } = make(k);
    for (let i = 0; i < 2; i++) {
      range.value[2 * k + i] = value[i];
      range.low[2 * k + i] = low[i];
      range.high[2 * k + i] = high[i];
    }
  }
  return range;
}

const bits = new Uint32Array(4);

function noisy(
  { value, low, high }: GradientRange,
  { noise, seed, startOf }: StepRules,
  step: number,
): GradientRange {
  return mapPairs(value.length / 2, (k) => {
    randomBits(seed, startOf(k), step, NOISE_DRAW, bits);
    const z = normalPair(bits[0], bits[1]);
    const radius = Math.sqrt(-2 * Math.log(uniformAboveZero(bits[0])));
    const sum = (from: Float64Array, i: 0 | 1) => from[2 * k + i] + noise * z[i];
    const error = (i: 0 | 1) =>
      noise * radius * NORMAL_ERROR +
      UNIT_ROUNDOFF * (Math.abs(noise * z[i]) + Math.abs(sum(value, i))) +
      FLOAT32_MIN_NORMAL;
    return {
      value: [sum(value, 0), sum(value, 1)],
      low: [sum(low, 0) - error(0), sum(low, 1) - error(1)],
      high: [sum(high, 0) + error(0), sum(high, 1) + error(1)],
    };
  });
}

function normClipped(range: GradientRange, most: number): GradientRange {
  return mapPairs(range.value.length / 2, (k) => {
    const box = boxOf(range, k);
    const farthest = hypot(magnitude(box, 0), magnitude(box, 1));
    if (farthest < most / 2) return box;
    return scaled(box, (norm) => Math.min(1, most / (norm + CLIP_EPSILON)));
  });
}

const boxOf = ({ value, low, high }: GradientRange, k: number): Interval2 => ({
  value: [value[2 * k], value[2 * k + 1]],
  low: [low[2 * k], low[2 * k + 1]],
  high: [high[2 * k], high[2 * k + 1]],
});

const magnitude = ({ low, high }: Interval2, i: 0 | 1): number =>
  Math.max(Math.abs(low[i]), Math.abs(high[i]));

/**
 * A gradient times a factor that falls with its norm, no faster than its inverse: each component then grows with itself and
 * shrinks as the other grows in magnitude, so its extremes over the box lie where each is at an end, or the other at zero.
 */
function scaled({ value, low, high }: Interval2, factor: (norm: number) => number): Interval2 {
  const [xs, ys] = [0, 1].map((i) => (low[i] < 0 && high[i] > 0 ? [low[i], 0, high[i]] : [low[i], high[i]]));
  const at = (x: number, y: number): Pair => {
    const coefficient = factor(hypot(x, y));
    return [x * coefficient, y * coefficient];
  };
  const corners = xs.flatMap((x) => ys.map((y) => at(x, y)));
  const middle = at(...value);
  const slack = middle.map((g) => SCALE_ROUNDINGS * UNIT_ROUNDOFF * Math.abs(g) + FLOAT32_MIN_NORMAL);
  const extreme = (i: 0 | 1, pick: (...values: number[]) => number) => pick(...corners.map((c) => c[i]));
  return {
    value: middle,
    low: [extreme(0, Math.min) - slack[0], extreme(1, Math.min) - slack[1]],
    high: [extreme(0, Math.max) + slack[0], extreme(1, Math.max) + slack[1]],
  };
}

/** Where SAM's step uphill may lead. */
function climbed({ value, reach }: PlaceRange, uphill: GradientRange, radius: number): PlaceRange {
  const place = { value: value.slice(), reach: reach.slice() };
  for (let k = 0; k < value.length / 2; k++) {
    const climb = scaled(boxOf(uphill, k), (norm) => radius / (norm + SAM_EPSILON));
    for (let i = 0; i < 2; i++) {
      const off = Math.max(climb.high[i] - climb.value[i], climb.value[i] - climb.low[i]);
      place.value[2 * k + i] += climb.value[i];
      place.reach[2 * k + i] +=
        off < LOST * radius ? off + ulp32(place.value[2 * k + i]) : Number.POSITIVE_INFINITY;
    }
  }
  return place;
}

function valueClipped({ value, low, high }: GradientRange, most: number): GradientRange {
  // A range without end stays one: the device may have had no number at all.
  const clip = (g: number) => (Number.isFinite(g) ? Math.min(most, Math.max(-most, g)) : g);
  return { value: value.map(clip), low: low.map(clip), high: high.map(clip) };
}

function centralized(range: GradientRange): GradientRange {
  return mapPairs(range.value.length / 2, (k) => {
    const box = boxOf(range, k);
    const { value, low, high } = box;
    const slack =
      CENTRALIZE_ROUNDINGS * UNIT_ROUNDOFF * (magnitude(box, 0) + magnitude(box, 1)) + FLOAT32_MIN_NORMAL;
    const half = (a: number, b: number) => a / 2 - b / 2;
    return {
      value: [half(value[0], value[1]), half(value[1], value[0])],
      low: [half(low[0], high[1]) - slack, half(low[1], high[0]) - slack],
      high: [half(high[0], low[1]) + slack, half(high[1], low[0]) + slack],
    };
  });
}
