import { normalPair, randomBits } from '../core/random.ts';
import { hypot } from '../formula/ops.ts';
import type { Lanes } from './lanes.ts';
import type { StepRules } from './step-rules.ts';

/** The draw of `randomBits` that gradient noise uses; starts use draw 0. */
export const NOISE_DRAW = 1;
/** What torch's `clip_grad_norm_` adds to the norm before dividing. */
export const CLIP_EPSILON = 1e-6;

/** Noise, then clipping, from the planar gradient of the lanes to the interleaved `columns.g`. */
export function transformGradient(lanes: Lanes, rules: StepRules, step: number): void {
  const { gx, gy, n } = lanes;
  if (rules.noise > 0) addNoise(lanes, rules, step);
  if (rules.clipNorm < Number.POSITIVE_INFINITY) clip(lanes, rules.clipNorm);
  const { g } = lanes.columns;
  for (let i = 0; i < n; i++) {
    g[2 * i] = gx[i];
    g[2 * i + 1] = gy[i];
  }
}

const bits = new Uint32Array(4);

function addNoise({ gx, gy, n, trajectory }: Lanes, { seed, noise }: StepRules, step: number): void {
  for (let i = 0; i < n; i++) {
    randomBits(seed, trajectory[i], step, NOISE_DRAW, bits);
    const [zx, zy] = normalPair(bits[0], bits[1]);
    gx[i] += noise * zx;
    gy[i] += noise * zy;
  }
}

function clip({ gx, gy, n }: Lanes, clipNorm: number): void {
  for (let i = 0; i < n; i++) {
    const coefficient = Math.min(1, clipNorm / (hypot(gx[i], gy[i]) + CLIP_EPSILON));
    gx[i] *= coefficient;
    gy[i] *= coefficient;
  }
}
