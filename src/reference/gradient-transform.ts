import { hypot } from '../core/hypot.ts';
import type { Numbers } from '../core/numbers.ts';
import { deinterleave } from '../core/pairs.ts';
import { normalPair, randomBits } from '../core/random.ts';
import type { Lanes } from './lanes.ts';
import type { StepRules } from './step-rules.ts';

/** The draw of `randomBits` that gradient noise uses; starts use draw 0. */
export const NOISE_DRAW = 1;
/** What torch's `clip_grad_norm_` adds to the norm before dividing. */
export const CLIP_EPSILON = 1e-6;
/** What keeps the sharpness-aware step from dividing by zero at a stationary point. */
export const SAM_EPSILON = 1e-12;

/**
 * The gradient that a step is made with, in `columns.g`, where that at the positions is: taken elsewhere if the
 * optimizer wants that, with a mini-batch's noise, taken uphill with the same noise (SAM), clipped, centralised.
 * @param judge called wherever a gradient was taken anew, in the slope's block: closes the lanes of those that have none
 */
export function takeGradient(
  lanes: Lanes,
  rules: StepRules,
  scalars: Numbers,
  step: number,
  judge: () => void,
): void {
  const { optimizer, hyper, slope, noise, sam } = rules;
  const { columns, place } = lanes;
  const isElsewhere = optimizer.gradientAt !== undefined;
  if (noise > 0) drawNoise(lanes, rules, step);
  if (optimizer.gradientAt !== undefined) {
    optimizer.gradientAt(columns, hyper, scalars, 2 * lanes.n, place);
    evaluateSlope(lanes, rules);
    judge();
  } else if (sam > 0) {
    place.set(columns.theta);
  }
  if (sam > 0) {
    const [gx, gy] = isElsewhere ? slope.outputs : [lanes.gx, lanes.gy];
    climb(lanes, gx, gy, sam);
    evaluateSlope(lanes, rules);
    judge();
  }
  if (isElsewhere || sam > 0) addNoise(lanes, slope.outputs[0], slope.outputs[1]);
  else if (noise > 0) addNoise(lanes, lanes.gx, lanes.gy);
  const { n } = lanes;
  const { g } = columns;
  if (rules.clipNorm < Number.POSITIVE_INFINITY) clipNorm(g, rules.clipNorm, n);
  if (rules.clipValue < Number.POSITIVE_INFINITY) clipValue(g, rules.clipValue, n);
  if (rules.centralize) centralize(g, n);
}

function evaluateSlope({ place, n }: Lanes, { slope, params }: StepRules): void {
  deinterleave(place, slope.x, slope.y, n);
  slope.run(params, n);
}

function addNoise({ columns: { g }, noiseX, noiseY, n }: Lanes, gx: Float64Array, gy: Float64Array): void {
  for (let i = 0; i < n; i++) {
    g[2 * i] = gx[i] + noiseX[i];
    g[2 * i + 1] = gy[i] + noiseY[i];
  }
}

const bits = new Uint32Array(4);

function drawNoise({ noiseX, noiseY, n, trajectory }: Lanes, rules: StepRules, step: number): void {
  for (let i = 0; i < n; i++) {
    randomBits(rules.seed, rules.startOf(trajectory[i]), step, NOISE_DRAW, bits);
    const [zx, zy] = normalPair(bits[0], bits[1]);
    noiseX[i] = rules.noise * zx;
    noiseY[i] = rules.noise * zy;
  }
}

/** Moves the place by `radius` in the direction of the gradient. */
function climb(
  { noiseX, noiseY, place, n }: Lanes,
  gx: Float64Array,
  gy: Float64Array,
  radius: number,
): void {
  for (let i = 0; i < n; i++) {
    const [x, y] = [gx[i] + noiseX[i], gy[i] + noiseY[i]];
    const scale = radius / (hypot(x, y) + SAM_EPSILON);
    place[2 * i] += scale * x;
    place[2 * i + 1] += scale * y;
  }
}

function clipNorm(g: Float64Array, most: number, n: number): void {
  for (let i = 0; i < 2 * n; i += 2) {
    const coefficient = Math.min(1, most / (hypot(g[i], g[i + 1]) + CLIP_EPSILON));
    g[i] *= coefficient;
    g[i + 1] *= coefficient;
  }
}

function clipValue(g: Float64Array, most: number, n: number): void {
  for (let i = 0; i < 2 * n; i++) g[i] = Math.min(most, Math.max(-most, g[i]));
}

function centralize(g: Float64Array, n: number): void {
  for (let i = 0; i < 2 * n; i += 2) {
    const mean = 0.5 * g[i] + 0.5 * g[i + 1];
    g[i] -= mean;
    g[i + 1] -= mean;
  }
}
