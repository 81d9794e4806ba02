import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MOST_STEPS } from '../../../src/gpu/dispatch.ts';
import { createDispatchPace, DISPATCH_MS } from '../../../src/gpu/dispatch-pace.ts';

/** Dispatches that each are as long as the pace allows. */
function pace(first: number, stepMs: (dispatch: number) => number, dispatches: number): number[] {
  const made = createDispatchPace(first);
  return Array.from({ length: dispatches }, (_, k) => {
    const { fused } = made;
    made.report(fused, fused * stepMs(k));
    return fused * stepMs(k);
  });
}

it('comes to dispatches that just keep to their time, whatever a step costs and whatever it began with', () => {
  const cost = fc.double({ min: DISPATCH_MS / MOST_STEPS, max: DISPATCH_MS / 2, noNaN: true });
  fc.assert(
    fc.property(cost, fc.integer({ min: 1, max: MOST_STEPS }), (stepMs, first) => {
      const late = pace(first, () => stepMs, 20).slice(10);
      expect(Math.max(...late)).toBeLessThanOrEqual(DISPATCH_MS * (1 + 1e-9));
      expect(Math.min(...late)).toBeGreaterThan(DISPATCH_MS / 2);
    }),
  );
});

it('never exceeds its time by more than a factor of two on the way up', () => {
  expect(Math.max(...pace(1, () => 0.3, 20))).toBeLessThanOrEqual(2 * DISPATCH_MS);
});

it('takes single steps where even those are too long', () => {
  expect(pace(8, () => 50, 10).slice(2)).toEqual(Array(8).fill(50));
});

it('is not misled by one measurement in which the device did something else', () => {
  const took = pace(16, (k) => (k === 9 ? 40 : 0.5), 14);
  expect(took[10]).toBe(DISPATCH_MS);
  // Two after each other are another matter.
  expect(pace(16, (k) => (k >= 9 ? 2 : 0.5), 14).at(-1)).toBe(DISPATCH_MS);
});

it('does not take a clock that cannot tell for a device without limits', () => {
  const made = createDispatchPace(1);
  for (let k = 0; k < 20; k++) made.report(1, 0);
  expect(made.stepMs).toBeGreaterThan(0);
  expect(made.fused).toBeLessThan(MOST_STEPS);
});
