import { hypot } from '../core/hypot.ts';
import { deinterleave } from '../core/pairs.ts';
import { BLOCK } from '../formula/block.ts';
import type { StepRules } from './step-rules.ts';

/**
 * Loss and gradient norm (before noise and clipping) at positions.
 * @param position [n × 2] interleaved
 */
export function observe(
  position: Float64Array,
  { surface, params }: Pick<StepRules, 'surface' | 'params'>,
): { loss: Float64Array; gradientNorm: Float64Array } {
  const count = position.length / 2;
  const loss = new Float64Array(count);
  const gradientNorm = new Float64Array(count);
  const [value, gx, gy] = surface.outputs;
  for (let base = 0; base < count; base += BLOCK) {
    const n = Math.min(BLOCK, count - base);
    deinterleave(position.subarray(2 * base), surface.x, surface.y, n);
    surface.run(params, n);
    for (let i = 0; i < n; i++) {
      loss[base + i] = value[i];
      gradientNorm[base + i] = hypot(gx[i], gy[i]);
    }
  }
  return { loss, gradientNorm };
}
