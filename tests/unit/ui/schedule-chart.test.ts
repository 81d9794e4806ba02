import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeScheduleParams } from '../../../src/engine/complete-values.ts';
import { parseRunSpec } from '../../../src/engine/parse-run-spec.ts';
import { planRun } from '../../../src/engine/plan-run.ts';
import { learningRateAt } from '../../../src/engine/scalars.ts';
import { scheduleById, schedules } from '../../../src/schedules/index.ts';
import type { AppState } from '../../../src/state/app-state.ts';
import { defaultView } from '../../../src/state/view-defaults.ts';
import { endNote } from '../../../src/ui/schedule/end-note.ts';
import { moveHandle } from '../../../src/ui/schedule/move-handle.ts';
import { rateAt, rateScale, rateTicks, shareOf } from '../../../src/ui/schedule/rate-scale.ts';
import { paramsAlike, scheduleCurves } from '../../../src/ui/schedule/schedule-curves.ts';

const stateOf = (spec: object, hidden: number[] = []): AppState => ({
  spec: parseRunSpec(spec),
  view: { ...defaultView, hidden },
});
const paramsOf = (id: string, params = {}) => completeScheduleParams(scheduleById(id)!, params);
/** A tenth of a per cent: finer than a pixel of any chart. */
const looksSame = (a: number, b: number) => Math.abs(a - b) <= 1e-3 * Math.abs(b);

describe('curves of the schedule', () => {
  it('are the learning rates that the run has', () => {
    for (const { id } of schedules) {
      const spec = parseRunSpec({
        optimizers: [{ id: 'adam', hyper: { lr: 0.3 } }, { id: 'sgd' }],
        schedule: { id, params: { warmup: 7 } },
        steps: 60,
      });
      const plan = planRun(spec);
      const { steps, teams, run } = scheduleCurves({ spec, view: defaultView }, []);
      expect(steps.slice(0, run)).toEqual(Array.from({ length: run }, (_, step) => step));
      teams.forEach(({ rates }, team) => {
        steps.forEach((step, k) => {
          expect(rates[k]).toBe(learningRateAt(plan, team, step));
        });
      });
    }
  });

  it('are one for each learning rate of a shown team', () => {
    const optimizers = [0.1, 0.5, 0.1, 0.2].map((lr) => ({ id: 'sgd', hyper: { lr } }));
    const groups = (hidden: number[]) =>
      scheduleCurves(stateOf({ optimizers }, hidden), []).teams.map(({ lr, teams }) => [lr, teams]);
    expect(groups([])).toEqual([
      [0.1, [0, 2]],
      [0.5, [1]],
      [0.2, [3]],
    ]);
    expect(groups([0, 1])).toEqual([
      [0.1, [2]],
      [0.2, [3]],
    ]);
    // Where all are hidden there is still a schedule.
    expect(groups([0, 1, 2, 3])).toHaveLength(3);
  });

  it('go on after the run as far as the schedule does, up to twice as far', () => {
    const end = (total: number) =>
      scheduleCurves(stateOf({ steps: 100, schedule: { id: 'cosine', params: { total } } }), []).end;
    expect([50, 100, 150, 900].map(end)).toEqual([100, 100, 150, 200]);
    expect(scheduleCurves(stateOf({ steps: 0 }), []).end).toBe(1);
  });

  it('of a long run are sampled from its first step to its last', () => {
    const { steps } = scheduleCurves(stateOf({ steps: 1_000_000 }), []);
    expect(steps.length).toBeLessThan(2000);
    expect([steps[0], steps.at(-1)]).toEqual([0, 1_000_000]);
    expect(new Set(steps).size).toBe(steps.length);
  });

  it('of others have what both mean by one name', () => {
    const cosine = paramsOf('cosine', { total: 300, final: 0.1 });
    const ghost = paramsAlike(scheduleById('linear')!, scheduleById('cosine')!, cosine);
    expect(ghost).toMatchObject({ total: 300, start: 1, end: 0 });
    // Both call it gamma, but one is a factor per step and the other per drop.
    const step = paramsOf('step', { gamma: 0.5 });
    expect(paramsAlike(scheduleById('exponential')!, scheduleById('step')!, step).gamma).toBe(0.99);
    const others = scheduleCurves(stateOf({ schedule: { id: 'cosine' } }), [
      'cosine',
      'linear',
      'step',
    ]).others;
    expect(others.map(({ id }) => id)).toEqual(['linear', 'step']);
  });
});

describe('the axis of rates', () => {
  const scaleOf = (rates: number[], wanted: 'log' | 'linear' | null = null) =>
    rateScale([{ lr: Math.max(...rates), rates }], wanted);
  const decay = Array.from({ length: 100 }, (_, k) => 0.9 ** k);
  const fall = Array.from({ length: 100 }, (_, k) => 1 - k / 99);

  it('is logarithmic where a linear one would press the curve to the bottom', () => {
    expect(scaleOf(decay).kind).toBe('log');
    expect(scaleOf(fall).kind).toBe('linear');
    // What is zero is at the bottom of either.
    expect(scaleOf([...fall, ...fall.map(() => 0)]).kind).toBe('linear');
    expect(scaleOf(decay, 'linear').kind).toBe('linear');
    expect(scaleOf(fall, 'log').kind).toBe('log');
    const apart = rateScale(
      [1, 0.001].map((lr) => ({ lr, rates: fall.map((factor) => lr * factor) })),
      null,
    );
    expect(apart.kind).toBe('log');
    // Three decades below the smaller of the two.
    expect(apart.low).toBeCloseTo(1e-6, 12);
  });

  it('holds every rate, and has somewhere to be where there is none', () => {
    for (const scale of [scaleOf(decay), scaleOf(fall)]) {
      expect(Math.max(...decay.map((rate) => shareOf(rate, scale)))).toBeLessThanOrEqual(1);
      expect(rateTicks(scale, 5).length).toBeGreaterThanOrEqual(2);
    }
    expect(scaleOf([0, 0])).toEqual({ kind: 'linear', low: 0, high: 1 });
    expect(shareOf(0, scaleOf(decay))).toBe(0);
    // What grows without bound is cut off, and what is left is still seen.
    expect(rateScale([{ lr: 1, rates: [1, 2, Number.POSITIVE_INFINITY] }], 'linear').high).toBeCloseTo(
      2.16,
      12,
    );
  });

  it('reads places back', () => {
    for (const scale of [scaleOf(decay), scaleOf(fall)]) {
      for (const share of [0, 0.3, 1]) expect(shareOf(rateAt(share, scale), scale)).toBeCloseTo(share, 12);
    }
  });
});

describe.each(schedules)('a handle of $id', (schedule) => {
  const RUN = 400;
  const standard = completeScheduleParams(schedule, {});
  const handlesOf = (params: typeof standard) => schedule.handles!(params, RUN);

  it('comes to wherever its parameters can bring it', () => {
    handlesOf(standard).forEach(({ along, height }, handle) => {
      const value = (name: string | undefined) => {
        if (name === undefined) return fc.constant(0);
        const {
          slider,
          min = slider!.min,
          max = slider!.max,
          integer,
        } = schedule.params.find((spec) => spec.name === name)!;
        const [low, high] = [min, Math.min(max, slider!.max)];
        return integer
          ? fc.integer({ min: low, max: high })
          : fc.double({ min: low, max: high, noNaN: true });
      };
      fc.assert(
        fc.property(value(along), value(height), (a, b) => {
          const there = { ...standard };
          if (along !== undefined) there[along] = a;
          if (height !== undefined) there[height] = b;
          const wanted = handlesOf(there)[handle]!;
          const at = Math.round(wanted.step);
          const factor = schedule.factor(there, at);
          const moved = {
            ...standard,
            ...moveHandle(schedule, standard, RUN, { handle, step: wanted.step, factor, looksSame }),
          };
          if (along !== undefined) {
            expect(Math.abs(handlesOf(moved)[handle]!.step - wanted.step)).toBeLessThan(1);
          }
          if (height !== undefined) {
            const got = schedule.factor(moved, Math.round(handlesOf(moved)[handle]!.step));
            expect(Math.abs(got - factor)).toBeLessThanOrEqual(2e-3 * factor + 1e-12);
          }
        }),
        { numRuns: 60 },
      );
    });
  });
});

describe('dragging', () => {
  const drag = (id: string, params: object, handle: number, to: object) =>
    moveHandle(scheduleById(id)!, paramsOf(id, params), 500, { handle, looksSame, ...to });

  it('changes only what the hand moves', () => {
    expect(drag('cosine', {}, 1, { step: 300 })).toEqual({ total: 300 });
    expect(drag('cosine', {}, 1, { factor: 0.25 })).toEqual({ final: 0.25 });
    expect(drag('cosine', {}, 1, { step: 500, factor: 0 })).toEqual({});
    expect(drag('cosine', {}, 0, { step: 40, factor: 0.3 })).toEqual({ warmup: 40 });
  });

  it('counts steps from the end of a warm-up', () => {
    expect(drag('cosine', { warmup: 100 }, 1, { step: 400 })).toEqual({ total: 300 });
  });

  it('gives as few digits as look the same', () => {
    // 0.9900 to the power of 500 is 0.00657; 0.99 is all that takes.
    expect(drag('exponential', { gamma: 0.5 }, 1, { factor: 0.00657 })).toEqual({ gamma: 0.99 });
    const { gamma } = drag('exponential', {}, 1, { factor: 0.5 });
    expect(gamma! ** 500).toBeCloseTo(0.5, 3);
    expect(String(gamma).length).toBeLessThanOrEqual(9);
  });

  it('stays within the bounds of the parameters', () => {
    expect(drag('cosine', {}, 1, { step: -50, factor: -3 })).toEqual({ total: 1 });
    expect(drag('cosine', {}, 1, { factor: 7 })).toEqual({ final: 1 });
    expect(drag('linear-warmup', {}, 0, { step: 2e6 })).toEqual({ warmup: 1_000_000 });
  });
});

describe('what the chart says of a run that outlasts its schedule', () => {
  const noteOf = (id: string, params: object, steps: number) =>
    endNote(scheduleCurves(stateOf({ steps, schedule: { id, params } }), []));
  it('is the very step at which the rate comes to rest, and where', () => {
    const zero = 'From step 500 on: learning rate 0';
    expect(noteOf('cosine', {}, 1500)).toBe(zero);
    expect(noteOf('polynomial', {}, 1500)).toBe(zero);
    expect(noteOf('warmup-stable-decay', {}, 1500)).toBe(zero);
    expect(noteOf('cosine', { total: 777, warmup: 23 }, 100_000)).toMatch(/^From step 800 on:/);
    expect(noteOf('cosine', { final: 0.1 }, 1500)).toMatch(/^From step 500 on: lr × 0\.1$/);
    // Torch's cycle of 500 steps ends with its last, which is number 499 from 0.
    expect(noteOf('one-cycle', {}, 501)).toMatch(/^From step 499 on: lr × 4e−6$/);
  });
  it('is nothing where both end together, or the schedule has no end', () => {
    for (const { id, params } of schedules) {
      const fitted = params.some(({ name }) => name === 'total') ? { total: 700 } : {};
      const isShorter = id === 'warmup-stable-decay';
      if (!isShorter) expect(noteOf(id, fitted, 700), id).toBeNull();
    }
    expect(noteOf('cosine', {}, 100)).toBeNull();
    expect(noteOf('polynomial', { power: 0 }, 1500)).toBeNull();
    expect(noteOf('cosine', {}, 0)).toBeNull();
  });
});
