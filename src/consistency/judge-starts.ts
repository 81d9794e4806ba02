import { UNIT_ROUNDOFF, ulp32 } from '../core/float32.ts';
import type { Plan } from '../engine/plan.ts';
import { cloudOf, generateStarts } from '../engine/starts.ts';
import { DIVIDE_ULPS } from '../formula/float32-model.ts';
import { NORMAL_ERROR } from './gradient-range.ts';
import type { Ledger } from './ledger.ts';
import type { CheckContext } from './report.ts';

/** Largest radius that Box–Muller makes of 24 bits: √(2 · 24 · ln 2). */
const NORMAL_RADIUS_MAX = Math.sqrt(48 * Math.LN2);
/** A device may fuse the last product and sum, or round between them: units in the last place of the farthest coordinate. */
const SUM_ULPS = 1;
/** How far a position along an extent may be off, as a fraction of it: a quotient, which WGSL lets be off, and a product. */
export const PLACE_ERROR = (DIVIDE_ULPS + 1) * 2 * UNIT_ROUNDOFF;
/** Of a cosine or sine on the ring: its angle up to 2π is such a place, and a few units in the last place. */
const RING_ERROR = 2 * Math.PI * PLACE_ERROR + 8 * UNIT_ROUNDOFF;

/** Compares an engine's starts with the reference's. @param position as read at step 0, [count × 2] */
export function judgeStarts(
  plan: Plan,
  position: Float64Array,
  ledger: Ledger,
  context: Partial<CheckContext>,
): void {
  // Given points are float64 until an engine that works in float32 takes them in; generated ones are float32 already.
  const expected = generateStarts(plan).map(Math.fround);
  const allowed = [0, 1].map((axis) => allowance(plan, axis as 0 | 1));
  const tally = ledger.tally(`starts ${plan.spec.starts.kind}`, context);
  for (let i = 0; i < expected.length; i++) {
    const at = () => ({ trajectory: i >> 1, given: position[i], expected: expected[i] });
    tally.judge(Math.abs(position[i] - expected[i]), allowed[i % 2], at);
  }
}

/** What rounding may do to a start along one axis, domain units. */
function allowance({ spec: { starts }, surface: { domain } }: Plan, axis: 0 | 1): number {
  if (starts.kind === 'points') return 0;
  if (starts.kind === 'normal') return aroundCloud(starts.spread, NORMAL_RADIUS_MAX, NORMAL_ERROR);
  if (starts.kind === 'ring') return aroundCloud(starts.radius, 1, RING_ERROR);
  const [low, high] = [domain[2 * axis], domain[2 * axis + 1]];
  return (high - low) * PLACE_ERROR + SUM_ULPS * ulp32(Math.max(Math.abs(low), Math.abs(high)));

  function aroundCloud(fraction: number, reach: number, error: number): number {
    const cloud = cloudOf(starts as Parameters<typeof cloudOf>[0], fraction, domain);
    const [center, size] = axis === 0 ? [cloud.x, cloud.sizeX] : [cloud.y, cloud.sizeY];
    return size * reach * error + SUM_ULPS * ulp32(Math.abs(center) + size * reach);
  }
}
