import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeScheduleParams } from '../../../src/engine/complete-values.ts';
import { scheduleById, schedules } from '../../../src/schedules/index.ts';
import { PUBLISHED_BASE, PUBLISHED_STEPS, publishedRates } from './published-rates.ts';

/** Half a unit in the ninth digit, at the worst: of a figure that begins with 1. */
const NINE_DIGITS = 0.5001e-8;

const factors = (id: string, params: Record<string, number>, steps: readonly number[]) => {
  const schedule = scheduleById(id)!;
  const complete = completeScheduleParams(schedule, params);
  return steps.map((step) => schedule.factor(complete, step));
};

describe('schedules', () => {
  it('are listed simplest first', () => {
    const sizes = schedules.map(({ params }) => params.length);
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    expect(schedules[0].id).toBe('constant');
  });

  it('have no id twice, and each in the file of that name', () => {
    const ids = schedules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(existsSync(`src/schedules/${id}.ts`), id).toBe(true);
  });

  it.each(publishedRates)('$id $params has the published values', ({ id, params, rates }) => {
    const schedule = scheduleById(id)!;
    const complete = completeScheduleParams(schedule, params);
    for (const [k, step] of PUBLISHED_STEPS.entries()) {
      const rate = PUBLISHED_BASE * schedule.factor(complete, step);
      expect(Math.abs(rate - rates[k]), `step ${step}: ${rate}`).toBeLessThanOrEqual(NINE_DIGITS * rates[k]);
    }
  });

  it('the published values speak of every schedule but those that have no numbers to speak of', () => {
    const judged = new Set(publishedRates.map(({ id }) => id));
    const others = schedules.filter(({ id }) => !judged.has(id)).map(({ id }) => id);
    // By their exact values below, or, where the loss decides, in a test of their own.
    expect(others.sort()).toEqual(['constant', 'linear-warmup', 'reduce-on-plateau', 'warmup-cosine']);
  });

  it('warm-up ends at one, exactly', () => {
    expect(factors('linear-warmup', { warmup: 4 }, [0, 1, 2, 3, 4, 1000])).toEqual([
      0.25, 0.5, 0.75, 1, 1, 1,
    ]);
  });

  it('warm-up then cosine joins its halves at one and holds the final fraction', () => {
    const params = { warmup: 4, total: 14, final: 0.2 };
    const [last, first, middle, end, after] = factors('warmup-cosine', params, [3, 4, 9, 14, 1000]);
    expect([last, first]).toEqual([1, 1]);
    expect(middle).toBeCloseTo(0.6, 12);
    expect([end, after]).toEqual([0.2, 0.2]);
  });

  it('a constant after a warm-up is the linear warm-up', () => {
    const steps = Array.from({ length: 60 }, (_, step) => step);
    for (const warmup of [1, 7, 50]) {
      expect(factors('constant', { warmup }, steps)).toEqual(factors('linear-warmup', { warmup }, steps));
    }
  });

  it('a cosine after a warm-up is the schedule of that name', () => {
    const steps = Array.from({ length: 40 }, (_, step) => step);
    const together = factors('warmup-cosine', { warmup: 10, total: 30, final: 0.1 }, steps);
    expect(factors('cosine', { warmup: 10, total: 20, final: 0.1 }, steps)).toEqual(together);
  });

  it('a warm-up grows to what the schedule begins with, which then counts from its own step 0', () => {
    const steps = [0, 1, 2, 3, 4, 5];
    expect(factors('linear', { start: 0.5, end: 1, total: 2, warmup: 2 }, steps)).toEqual([
      0.25, 0.5, 0.5, 0.75, 1, 1,
    ]);
    expect(factors('step', { every: 2, gamma: 0.5, warmup: 1 }, steps)).toEqual([1, 1, 1, 0.5, 0.5, 0.25]);
  });

  it.each(schedules)('$id: can be warmed up, in one way, and rises all the while', (schedule) => {
    expect(schedule.params.filter(({ name }) => name === 'warmup')).toHaveLength(1);
    const params = { ...completeScheduleParams(schedule, {}), warmup: 40 };
    const rise = [0, 9, 19, 39].map((step) => schedule.factor(params, step));
    expect(rise).toEqual([...new Set(rise)].toSorted((a, b) => a - b));
  });

  it('a cosine does not rise again after its end', () => {
    expect(factors('cosine', { total: 10, final: 0.1 }, [10, 15, 20, 1e6])).toEqual([0.1, 0.1, 0.1, 0.1]);
  });

  it('no warm-up, and no room for the cosine, are both well defined', () => {
    expect(factors('warmup-cosine', { warmup: 0, total: 10, final: 0 }, [0])).toEqual([1]);
    expect(factors('warmup-cosine', { warmup: 5, total: 3, final: 0.5 }, [4, 5, 6])).toEqual([1, 0.5, 0.5]);
  });

  it.each(schedules)('$id: finite and not negative for any valid parameters', (schedule) => {
    const params = schedule.params.map((spec) => {
      if (spec.choices !== undefined) return [spec.name, fc.constantFrom(...spec.choices)] as const;
      const { min = 0, max = 1 } = spec;
      const value = spec.integer
        ? fc.integer({ min, max })
        : fc.double({ min, max: Math.max(min, Math.min(max, 1)), noNaN: true });
      return [spec.name, value] as const;
    });
    const arbitrary = fc.tuple(fc.record(Object.fromEntries(params)), fc.integer({ min: 0, max: 1_000_000 }));
    fc.assert(
      fc.property(arbitrary, ([values, step]) => {
        const factor = schedule.factor(completeScheduleParams(schedule, values), step);
        expect(factor).toBeGreaterThanOrEqual(0);
        expect(factor).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('one cycle of torch peaks a step before that of optax, and ends a step before', () => {
    const cycle = (convention: number) =>
      factors(
        'one-cycle',
        { total: 10, peak: 0.3, divide: 2, finalDivide: 5, convention },
        [0, 2, 3, 9, 10, 1000],
      );
    const [torch, optax] = [cycle(0), cycle(1)];
    expect(torch[0]).toBeCloseTo(0.5, 12);
    expect([torch[1], optax[2]]).toEqual([1, 1]);
    expect(torch.slice(3)).toEqual([0.1, 0.1, 0.1]);
    expect(optax[3]).toBeGreaterThan(0.1);
    expect(optax.slice(4)).toEqual([0.1, 0.1]);
  });

  it('one cycle without a rise, or without a fall, is well defined', () => {
    const cycle = (peak: number, steps: number[]) =>
      factors('one-cycle', { total: 4, peak, divide: 2, finalDivide: 5, convention: 0 }, steps);
    expect(cycle(0, [0, 3])).toEqual([1, 0.1]);
    expect(cycle(1, [0, 3, 4])).toEqual([0.5, 1, 0.1]);
  });

  it('restarts of the same length go on for ever', () => {
    const restarts = (steps: number[]) =>
      factors('cosine-restarts', { period: 10, growth: 1, final: 0.5 }, steps);
    expect(restarts([0, 10, 999_990])).toEqual([1, 1, 1]);
    expect(restarts([5, 999_995])).toEqual([0.75, 0.75]);
  });

  it('peaks of an exponential range fall with each step', () => {
    expect(factors('cyclic', { base: 0, up: 2, mode: 2, gamma: 0.5 }, [0, 2, 4, 6])).toEqual([
      0,
      0.25,
      0,
      1 / 64,
    ]);
  });

  it('milestones may come in any order, and together', () => {
    const steps = [0, 2, 3, 4, 5];
    const params = { first: 5, second: 3, third: 3, gamma: 0.5 };
    expect(factors('multi-step', params, steps)).toEqual([1, 1, 0.25, 0.25, 0.125]);
  });
});
