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
 * The gradient that a step is made with, in `columns.g`, from that at the positions in the lanes: taken elsewhere if the
 * optimizer wants that, with a mini-batch's noise, taken uphill with the same noise (SAM), clipped, centralised.
 * @param judge called wherever a gradient was taken anew: closes the lanes of those that have none
 */
export function takeGradient(
  lanes: Lanes,
  rules: StepRules,
  scalars: Numbers,
  step: number,
  judge: () => void,
): void {
  const { optimizer, hyper } = rules;
  const { columns, place } = lanes;
  if (rules.noise > 0) drawNoise(lanes, rules, step);
  if (optimizer.gradientAt === undefined) {
    if (rules.sam > 0) place.set(columns.theta);
  } else {
    optimizer.gradientAt(columns, hyper, scalars, 2 * lanes.n, place);
    evaluateSlope(lanes, rules);
    judge();
  }
  if (rules.sam > 0) {
    climb(lanes, rules.sam);
    evaluateSlope(lanes, rules);
    judge();
  }
  const { gx, gy, noiseX, noiseY, n } = lanes;
  const { g } = columns;
  for (let i = 0; i < n; i++) {
    g[2 * i] = gx[i] + noiseX[i];
    g[2 * i + 1] = gy[i] + noiseY[i];
  }
  if (rules.clipNorm < Number.POSITIVE_INFINITY) clipNorm(g, rules.clipNorm, n);
  if (rules.clipValue < Number.POSITIVE_INFINITY) clipValue(g, rules.clipValue, n);
  if (rules.centralize) centralize(g, n);
}

function evaluateSlope({ x, y, gx, gy, place, n }: Lanes, { slope, params }: StepRules): void {
  deinterleave(place, x, y, n);
  slope.run(x, y, params, [gx, gy], n);
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
function climb({ gx, gy, noiseX, noiseY, place, n }: Lanes, radius: number): void {
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
