import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeScheduleParams } from '../../../src/engine/complete-values.ts';
import { scheduleById, schedules } from '../../../src/schedules/index.ts';

const factors = (id: string, params: Record<string, number>, steps: readonly number[]) =>
  steps.map((step) => scheduleById(id)!.factor(params, step));

describe('schedules', () => {
  it('are listed simplest first', () => {
    expect(schedules.map((s) => s.id)).toEqual([
      'constant',
      'exponential',
      'linear-warmup',
      'cosine',
      'step',
      'warmup-cosine',
    ]);
  });

  /** torch's own figures for base 0.1 (StepLR 30, ExponentialLR 0.95, CosineAnnealingLR 100), as factors. */
  const steps = [0, 1, 5, 10, 29, 30, 50, 99];
  const published: { id: string; params: Record<string, number>; wanted: number[] }[] = [
    { id: 'step', params: { every: 30, gamma: 0.1 }, wanted: [1, 1, 1, 1, 1, 0.1, 0.1, 0.001] },
    {
      id: 'exponential',
      params: { gamma: 0.95 },
      wanted: [1, 0.95, 0.773780937, 0.598736939, 0.225935541, 0.214638764, 0.0769449753, 0.00623213602],
    },
    {
      id: 'cosine',
      params: { total: 100, final: 0 },
      wanted: [1, 0.99975328, 0.99384417, 0.975528258, 0.806453527, 0.793892626, 0.5, 0.000246719817],
    },
  ];

  it.each(published)('$id has the values torch has', ({ id, params, wanted }) => {
    factors(id, params, steps).forEach((factor, k) => {
      expect(factor).toBeCloseTo(wanted[k], 8);
    });
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

  it('a cosine does not rise again after its end', () => {
    expect(factors('cosine', { total: 10, final: 0.1 }, [10, 15, 20, 1e6])).toEqual([0.1, 0.1, 0.1, 0.1]);
  });

  it('no warm-up, and no room for the cosine, are both well defined', () => {
    expect(factors('warmup-cosine', { warmup: 0, total: 10, final: 0 }, [0])).toEqual([1]);
    expect(factors('warmup-cosine', { warmup: 5, total: 3, final: 0.5 }, [4, 5, 6])).toEqual([1, 0.5, 0.5]);
  });

  it.each(schedules)('$id: finite and not negative for any valid parameters', (schedule) => {
    const params = schedule.params.map((spec) => {
      const { min = 0, max = 1 } = spec;
      const value = spec.integer
        ? fc.integer({ min, max })
        : fc.double({ min, max: Math.min(max, 1), noNaN: true });
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
});
