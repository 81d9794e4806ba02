import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Numbers } from '../../../src/core/numbers.ts';
import { completeScheduleParams } from '../../../src/engine/complete-values.ts';
import { scheduleById, schedules } from '../../../src/schedules/index.ts';
import type { Schedule } from '../../../src/schedules/schedule.ts';
import { arbitraryValues } from '../../support/arbitrary-run-spec.ts';

const RUN = 500;

/** Values of a parameter from one end of its range to the other; of the slider's, where it has none. */
function sweep({ params }: Schedule, name: string): number[] {
  const {
    slider,
    min = slider!.min,
    max = slider!.max,
    integer,
  } = params.find((spec) => spec.name === name)!;
  const values = Array.from({ length: 33 }, (_, k) => min + ((max - min) * k) / 32);
  return integer ? [...new Set(values.map(Math.round))] : values;
}

const isMonotone = (values: number[]) => {
  const sorted = values.toSorted((a, b) => a - b);
  return (
    values.every((value, k) => value === sorted[k]) || values.every((value, k) => value === sorted.at(-1 - k))
  );
};

const handlesOf = (schedule: Schedule, params: Numbers) => schedule.handles!(params, RUN);

describe.each(schedules)('handles of $id', (schedule) => {
  const standard = completeScheduleParams(schedule, {});

  it('lie on the curve, in order, each for numbers that the schedule has', () => {
    const handles = handlesOf(schedule, standard);
    expect(handles.length).toBeGreaterThan(0);
    expect(handles.map(({ step }) => step)).toEqual(
      handles.map(({ step }) => step).toSorted((a, b) => a - b),
    );
    for (const { title, along, height } of handles) {
      const names = [along, height].filter((name) => name !== undefined);
      expect(names.length, title).toBeGreaterThan(0);
      for (const name of names) {
        expect(schedule.params.find((spec) => spec.name === name)?.kind, name).toBe('number');
      }
    }
    // Two in one place could not be told apart.
    expect(new Set(handles.map(({ step }) => step)).size).toBe(handles.length);
  });

  it('have a place whatever the parameters', () => {
    fc.assert(
      fc.property(arbitraryValues(schedule.params), (values) => {
        for (const { step } of handlesOf(schedule, completeScheduleParams(schedule, values))) {
          expect(Number.isFinite(step) && step >= 0).toBe(true);
        }
      }),
    );
  });

  it('go later as the one parameter grows, and up or down with the other', () => {
    handlesOf(schedule, standard).forEach(({ along, height, step }, k) => {
      if (along !== undefined) {
        const steps = sweep(schedule, along).map(
          (value) => handlesOf(schedule, { ...standard, [along]: value })[k]!.step,
        );
        expect(steps, along).toEqual(steps.toSorted((a, b) => a - b));
        expect(steps.at(-1), along).toBeGreaterThan(steps[0]!);
      }
      if (height !== undefined) {
        const factors = sweep(schedule, height).map((value) =>
          schedule.factor({ ...standard, [height]: value }, Math.round(step)),
        );
        expect(isMonotone(factors), height).toBe(true);
        expect(factors.at(-1), height).not.toBe(factors[0]);
      }
    });
  });
});

describe('handles after a warm-up', () => {
  const steps = (id: string, warmup: number) => {
    const schedule = scheduleById(id)!;
    const params = { ...completeScheduleParams(schedule, {}), warmup };
    return handlesOf(schedule, params).map(({ step, along, height }) => [step, along, height]);
  };

  it('move with its length, and its end is one more', () => {
    expect(steps('cosine', 0)).toEqual([
      [0, 'warmup', undefined],
      [500, 'total', 'final'],
    ]);
    expect(steps('cosine', 30)).toEqual([
      [30, 'warmup', undefined],
      [530, 'total', 'final'],
    ]);
  });

  it('share a place with the beginning of the schedule', () => {
    expect(steps('linear', 30)[0]).toEqual([30, 'warmup', 'start']);
  });

  it('end with the run all the same', () => {
    expect(steps('exponential', 30).at(-1)).toEqual([RUN, undefined, 'gamma']);
  });
});
