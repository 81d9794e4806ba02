import { expect, it } from 'vitest';
import { twinRange } from '../../../src/consistency/twin-range.ts';
import { UNIT_ROUNDOFF } from '../../../src/core/float32.ts';
import { optimizerById, wrappersOf } from '../../../src/optimizers/index.ts';
import { wrapOptimizer } from '../../../src/optimizers/wrap.ts';

const pair = (x: number, y: number) => Float64Array.of(x, y);

/** A step of l-bfgs along x alone, with what may become of it in float32. */
function stepAlongX(lookahead: number) {
  const base = optimizerById('l-bfgs')!;
  const hyper = { lr: 1000, history: 4, lookahead, lookaheadAlpha: 0.5 };
  const g = pair(-0.4, 0);
  const nothing = () => pair(0, 0);
  // Both pairs lie along the diagonal with y = s / 2: the learned inverse is twice the identity. The last step led uphill
  // where the surface curves down, so that nothing new is learned.
  return twinRange({
    optimizer: wrapOptimizer(base, wrappersOf(hyper)),
    hyper,
    scalars: { lr: 1000, opens: 0, follows: 0.5 },
    theta: pair(1, 0),
    gradient: { value: g, low: g, high: g },
    state: {
      place: pair(0, 0),
      previous: pair(0.4, 0),
      s1: pair(-3, 3),
      y1: pair(-1.5, 1.5),
      s2: pair(1, -1),
      y2: pair(0.5, -0.5),
      s3: nothing(),
      y3: nothing(),
      s4: nothing(),
      y4: nothing(),
      ...(lookahead > 0 ? { slow: nothing() } : {}),
    },
    readings: {},
  }).outcomes;
}

it('a coordinate that ought not to move may by the rounding of the other', () => {
  const { value, allowed } = stepAlongX(0).theta!;
  expect(value[0]).toBeCloseTo(801, 9);
  expect(value[1]).toBe(0);
  // A rounding or two of the 400 that cancel, twice; and no more than some.
  expect(allowed[1]).toBeGreaterThan(2 * 400 * UNIT_ROUNDOFF);
  expect(allowed[1]).toBeLessThan(20 * 400 * UNIT_ROUNDOFF);
});

it('what follows the step may begin from that rounding', () => {
  const { value, allowed } = stepAlongX(2).slow!;
  expect(value[0]).toBeCloseTo(400.5, 9);
  expect(value[1]).toBe(0);
  expect(allowed[1]).toBeGreaterThan(400 * UNIT_ROUNDOFF);
  expect(allowed[1]).toBeLessThan(10 * 400 * UNIT_ROUNDOFF);
});
