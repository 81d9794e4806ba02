import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_STEPS } from '../../../src/gpu/dispatch.ts';
import {
  createDispatchPace,
  DISPATCH_MS,
  type DispatchPace,
  stepsWithin,
} from '../../../src/gpu/dispatch-pace.ts';

interface Device {
  fixedMs?: number;
  stepMs: number | ((dispatch: number) => number);
}

/** What each of so many dispatches took that are as long as the pace allows. */
function durations(
  first: number,
  { fixedMs = 0, stepMs }: Device,
  dispatches: number,
  made = createDispatchPace(first),
) {
  return Array.from({ length: dispatches }, (_, k) => {
    const { fused } = made;
    const took = fixedMs + fused * (typeof stepMs === 'number' ? stepMs : stepMs(k));
    made.report(fused, 1, took);
    return took;
  });
}

describe('steps per dispatch', () => {
  it('are no more than the plan lets them be, however quick', () => {
    const pace = createDispatchPace(4, 64);
    durations(4, { stepMs: 1e-3 }, 20, pace);
    expect(pace.fused).toBe(64);
  });

  it('make dispatches that just keep to their time, whatever a step costs and whatever it began with', () => {
    const cost = fc.double({ min: DISPATCH_MS / MOST_STEPS, max: DISPATCH_MS / 4, noNaN: true });
    // Of the time, which leaves room for steps.
    const share = fc.double({ min: 0, max: 0.45, noNaN: true });
    fc.assert(
      fc.property(cost, share, fc.integer({ min: 1, max: 64 }), (stepMs, fixed, first) => {
        const late = durations(first, { fixedMs: fixed * DISPATCH_MS, stepMs }, 40).slice(12);
        expect(Math.max(...late)).toBeLessThanOrEqual(DISPATCH_MS * (1 + 1e-6));
        expect(Math.min(...late)).toBeGreaterThan(DISPATCH_MS / 2);
      }),
    );
  });

  it('never exceed the time by more than a factor of two on the way up', () => {
    expect(Math.max(...durations(1, { stepMs: 0.3 }, 40))).toBeLessThanOrEqual(2 * DISPATCH_MS);
  });

  it('are one where even that is too long', () => {
    expect(durations(8, { stepMs: 50 }, 60).slice(4)).toEqual(Array(56).fill(50));
  });

  it('are many where loading and storing alone takes too long', () => {
    // As 131,072 trajectories on a software adapter: one step at a time would take ten times as long.
    const made = createDispatchPace(1);
    durations(1, { fixedMs: 10, stepMs: 0.5 }, 10, made);
    expect(made.fused).toBe(20);
    expect(made.cost!.fixedMs).toBeCloseTo(10);
    expect(made.cost!.stepMs).toBeCloseTo(0.5);
  });

  it('are not misled by one measurement in which the device did something else, but by three', () => {
    const until = (end: number) => {
      const made = createDispatchPace(16);
      durations(16, { stepMs: (k) => (k >= 9 && k < end ? 1.5 : 0.5) }, 12, made);
      return made.fused;
    };
    expect(until(9)).toBe(16);
    expect(until(10)).toBe(16);
    expect(until(12)).toBeLessThan(8);
  });

  it('have a limit where the clock cannot tell', () => {
    const made = createDispatchPace(1);
    for (let k = 0; k < 20; k++) made.report(1, 1, 0);
    expect(made.cost!.stepMs).toBeGreaterThan(0);
  });
});

describe('stepsWithin', () => {
  const pace = (fused: number, fixedMs: number, stepMs: number): Pick<DispatchPace, 'fused' | 'cost'> => ({
    fused,
    cost: { fixedMs, stepMs },
  });
  it('adds up what the teams take, dispatch by dispatch', () => {
    expect(stepsWithin([pace(64, 0, 0.5), pace(64, 0, 0.3)], 8)).toBe(10);
    expect(stepsWithin([pace(64, 1, 0.5), pace(64, 1, 0.5)], 8)).toBe(6);
    // Two dispatches of four steps: 2 · 1 + 8 · 0.75.
    expect(stepsWithin([pace(4, 1, 0.75)], 8)).toBe(8);
  });
  it('takes steps for as long as what must be taken anyway', () => {
    expect(stepsWithin([pace(64, 20, 2)], 8)).toBe(10);
  });
  it('does not know what was not measured', () => {
    expect(stepsWithin([pace(4, 1, 1), { fused: 4, cost: null }], 8)).toBeNull();
  });
});
