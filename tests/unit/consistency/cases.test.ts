import { describe, expect, it } from 'vitest';
import { coveringCases } from '../../../src/consistency/cases.ts';
import { transformsOf } from '../../../src/engine/gradient-transforms.ts';
import type { RunSpec } from '../../../src/engine/run-spec.ts';
import { optimizers } from '../../../src/optimizers/index.ts';
import { schedules } from '../../../src/schedules/index.ts';
import { surfaces } from '../../../src/surfaces/index.ts';

const idsOf = (entries: readonly { id: string }[]): string[] => entries.map(({ id }) => id);
const everything = { surfaces: idsOf(surfaces), optimizers: idsOf(optimizers), schedules: idsOf(schedules) };

const surfaceOf = ({ surface }: RunSpec): string => ('id' in surface ? surface.id : '');

/** Pairs (surface, optimizer) that occur. */
const pairsOf = (specs: readonly RunSpec[]): Set<string> =>
  new Set(specs.flatMap((spec) => spec.optimizers.map(({ id }) => `${surfaceOf(spec)} ${id}`)));

describe('the covering set', () => {
  const specs = coveringCases(everything);
  const pairs = [...pairsOf(specs)].map((pair) => pair.split(' '));

  it('gives every surface two optimizers, and every optimizer four surfaces', () => {
    for (const { id } of surfaces) {
      expect(pairs.filter(([surface]) => surface === id).length, id).toBeGreaterThanOrEqual(2);
    }
    for (const { id } of optimizers) {
      expect(pairs.filter(([, optimizer]) => optimizer === id).length, id).toBeGreaterThanOrEqual(4);
    }
  });

  it('has every schedule, kind of start and threshold, and each transform of the gradient', () => {
    expect(new Set(specs.map(({ schedule }) => schedule.id)).size).toBe(schedules.length);
    expect(new Set(specs.map(({ starts }) => starts.kind))).toEqual(
      new Set(['grid', 'uniform', 'normal', 'ring']),
    );
    expect(new Set(specs.map(({ gradient }) => transformsOf(gradient))).size).toBe(8);
    expect(specs.some(({ stop }) => stop.gradientNorm > 0)).toBe(true);
    expect(specs.some(({ stop }) => stop.loss !== null)).toBe(true);
  });

  // Also of numbers of optimizers with which turns could come out all even.
  it.each([optimizers.length, 16, 9])('moves what is at its end by default: %i optimizers', (count) => {
    const some = optimizers.slice(0, count);
    const used = new Set(
      coveringCases({ ...everything, optimizers: idsOf(some) }).flatMap((spec) =>
        spec.optimizers.flatMap(({ id, hyper }) => Object.keys(hyper).map((name) => `${id}.${name}`)),
      ),
    );
    for (const { id, hyper } of some) {
      for (const { name, default: value, max } of hyper) {
        if (value === 0 || value === false || value === max) expect(used).toContain(`${id}.${name}`);
      }
    }
  });
});

describe('a selection', () => {
  it('is checked whole where it is small', () => {
    const specs = coveringCases({ ...everything, surfaces: ['ackley'] });
    expect(pairsOf(specs).size).toBe(optimizers.length);
  });

  it('is every combination when full', () => {
    const [surface, optimizer] = [
      ['bowl', 'beale'],
      ['sgd', 'adam', 'rmsprop'],
    ];
    const specs = coveringCases({ ...everything, surfaces: surface, optimizers: optimizer, full: true });
    const combinations = specs.flatMap((spec) =>
      spec.optimizers.map(({ id }) =>
        [surfaceOf(spec), id, spec.schedule.id, transformsOf(spec.gradient)].join(),
      ),
    );
    expect(new Set(combinations).size).toBe(2 * 3 * schedules.length * 8);
    expect(combinations).toHaveLength(2 * 3 * schedules.length * 8);
  });
});
