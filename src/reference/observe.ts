import { hypot } from '../core/hypot.ts';
import { deinterleave } from '../core/pairs.ts';
import { LANES } from './lanes.ts';
import type { StepRules } from './step-rules.ts';

/**
 * Loss and gradient norm (before noise and clipping) at positions.
 * @param position [n × 2] interleaved
 */
export function observe(
  position: Float64Array,
  { evaluator, params }: Pick<StepRules, 'evaluator' | 'params'>,
): { loss: Float64Array; gradientNorm: Float64Array } {
  const count = position.length / 2;
  const loss = new Float64Array(count);
  const gradientNorm = new Float64Array(count);
  const [x, y, value, gx, gy, ...hessian] = Array.from({ length: 8 }, () => new Float64Array(LANES));
  for (let base = 0; base < count; base += LANES) {
    const n = Math.min(LANES, count - base);
    deinterleave(position.subarray(2 * base), x, y, n);
    evaluator.run(x, y, params, [value, gx, gy, ...hessian], n);
    for (let i = 0; i < n; i++) {
      loss[base + i] = value[i];
      gradientNorm[base + i] = hypot(gx[i], gy[i]);
    }
  }
  return { loss, gradientNorm };
}
