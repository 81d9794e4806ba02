import { FLOAT32_MIN_NORMAL, UNIT_ROUNDOFF } from '../core/float32.ts';
import { normalPair, randomBits, uniformAboveZero } from '../core/random.ts';
import { NORMAL_ULPS } from '../formula/float32-model.ts';
import { hypot } from '../formula/ops.ts';
import { CLIP_EPSILON, NOISE_DRAW } from '../reference/gradient-transform.ts';
import type { StepRules } from '../reference/step-rules.ts';

/** What an optimizer may be handed as gradient: the reference's value and an interval around it, [2n] interleaved. */
export interface GradientRange {
  value: Float64Array;
  low: Float64Array;
  high: Float64Array;
}

/** Error of a standard normal made in float32, as a multiple of its Box–Muller radius. */
export const NORMAL_ERROR = NORMAL_ULPS * 2 * UNIT_ROUNDOFF;
/** Roundings on the way through a clipped gradient: two squares, sum, root, sum, quotient (5 of WGSL's), product. */
const CLIP_ROUNDINGS = 12;

/**
 * The range of the gradient after noise and clipping, from that of the raw gradient.
 * @param gx,gy float64 gradients, [n]
 * @param bx,by their bounds, [n]
 */
export function gradientRange(
  rules: StepRules,
  step: number,
  [gx, gy]: readonly [Float64Array, Float64Array],
  [bx, by]: readonly [Float64Array, Float64Array],
): GradientRange {
  const n = gx.length;
  const range = {
    value: new Float64Array(2 * n),
    low: new Float64Array(2 * n),
    high: new Float64Array(2 * n),
  };
  for (let k = 0; k < n; k++) {
    const raw: Box = { value: [gx[k], gy[k]], bound: [bx[k], by[k]] };
    store(range, k, clipped(rules.noise > 0 ? noisy(raw, rules, k, step) : raw, rules.clipNorm));
  }
  return range;
}

interface Box {
  value: [number, number];
  bound: [number, number];
}

const bits = new Uint32Array(4);

function noisy({ value, bound }: Box, { noise, seed }: StepRules, trajectory: number, step: number): Box {
  randomBits(seed, trajectory, step, NOISE_DRAW, bits);
  const z = normalPair(bits[0], bits[1]);
  const radius = Math.sqrt(-2 * Math.log(uniformAboveZero(bits[0])));
  const sum = (i: 0 | 1) => value[i] + noise * z[i];
  const error = (i: 0 | 1) =>
    bound[i] +
    noise * radius * NORMAL_ERROR +
    UNIT_ROUNDOFF * (Math.abs(noise * z[i]) + Math.abs(sum(i))) +
    FLOAT32_MIN_NORMAL;
  return { value: [sum(0), sum(1)], bound: [error(0), error(1)] };
}

interface Interval2 {
  value: [number, number];
  low: [number, number];
  high: [number, number];
}

/**
 * Each clipped component grows with itself and shrinks as the other grows in magnitude, so its extremes over the box
 * lie where each is at an end, or the other at zero.
 */
function clipped({ value, bound }: Box, clipNorm: number): Interval2 {
  const ends = [0, 1].map((i) => [value[i] - bound[i], value[i] + bound[i]]);
  const isInside = hypot(Math.abs(value[0]) + bound[0], Math.abs(value[1]) + bound[1]) < clipNorm / 2;
  if (clipNorm === Number.POSITIVE_INFINITY || isInside) {
    return { value, low: [ends[0][0], ends[1][0]], high: [ends[0][1], ends[1][1]] };
  }
  const [xs, ys] = ends.map(([low, high]) => (low < 0 && high > 0 ? [low, 0, high] : [low, high]));
  const corners = xs.flatMap((x) => ys.map((y) => clip(x, y, clipNorm)));
  const middle = clip(value[0], value[1], clipNorm);
  const slack = middle.map((g) => CLIP_ROUNDINGS * UNIT_ROUNDOFF * Math.abs(g) + FLOAT32_MIN_NORMAL);
  const extreme = (i: 0 | 1, pick: (...values: number[]) => number) => pick(...corners.map((c) => c[i]));
  return {
    value: middle,
    low: [extreme(0, Math.min) - slack[0], extreme(1, Math.min) - slack[1]],
    high: [extreme(0, Math.max) + slack[0], extreme(1, Math.max) + slack[1]],
  };
}

function clip(x: number, y: number, clipNorm: number): [number, number] {
  const coefficient = Math.min(1, clipNorm / (hypot(x, y) + CLIP_EPSILON));
  return [x * coefficient, y * coefficient];
}

function store(range: GradientRange, k: number, { value, low, high }: Interval2): void {
  for (let i = 0; i < 2; i++) {
    range.value[2 * k + i] = value[i];
    range.low[2 * k + i] = low[i];
    range.high[2 * k + i] = high[i];
  }
}
