import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRunSpec } from '../../../src/engine/parse-run-spec.ts';
import { sweepOf } from '../../../src/engine/plan.ts';
import { planRun, planSurface } from '../../../src/engine/plan-run.ts';
import {
  MOST_DISPATCHES,
  MOST_STEPS,
  mostSteps,
  planSubmissions,
  SCALAR_ROWS,
  scalarRowsOf,
  stepCost,
  stepsPerDispatch,
  workgroupGrid,
} from '../../../src/gpu/dispatch.ts';
import { WORKGROUP } from '../../../src/gpu/kernels.ts';
import { assertCompilable, countOperations } from '../../../src/gpu/operations.ts';
import { optimizerById } from '../../../src/optimizers/index.ts';
import { surfaces } from '../../../src/surfaces/index.ts';

test('dispatches are shorter where trajectories may converge in the middle of one', () => {
  const most = (stop: object) => mostSteps(planRun(parseRunSpec({ stop })));
  expect(most({})).toBe(MOST_STEPS);
  expect(most({ gradientNorm: 0.1 })).toBeLessThan(MOST_STEPS);
  expect(most({ loss: 0 })).toBeLessThan(MOST_STEPS);
});

describe('workgroupGrid', () => {
  test.each([
    [1, 1, 1],
    [64, 1, 1],
    [65, 2, 1],
    [64 * 65535, 65535, 1],
    [64 * 65535 + 1, 32768, 2],
    [10_000_000, 52084, 3],
  ])('%i threads', (threads, columns, rows) => {
    expect(workgroupGrid(threads)).toEqual([columns, rows]);
  });

  test('covers every thread within the limits, with less than a row to spare', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (threads) => {
        const [columns, rows] = workgroupGrid(threads);
        expect(columns).toBeLessThanOrEqual(65535);
        expect(rows).toBeLessThanOrEqual(65535);
        expect(columns * rows * WORKGROUP).toBeGreaterThanOrEqual(threads);
        expect((columns * rows - Math.max(columns, rows)) * WORKGROUP).toBeLessThan(threads);
      }),
    );
  });
});

describe('scalarRowsOf', () => {
  test('keeps the table of many learning rates to some megabytes', () => {
    const plan = planRun(parseRunSpec({}));
    const rates = (n: number) => sweepOf(plan, [Array.from({ length: n }, (_, k) => k)]);
    expect(scalarRowsOf(plan)).toBe(SCALAR_ROWS);
    expect(scalarRowsOf(rates(256))).toBe(256);
    expect(scalarRowsOf(rates(1e6))).toBe(1);
  });
});

describe('planSubmissions', () => {
  test('every step of every team once, in order, within what the device holds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5000 }),
        fc.array(fc.integer({ min: 1, max: SCALAR_ROWS }), { minLength: 1, maxLength: 3 }),
        (steps, fused) => {
          let done = 0;
          for (const submission of planSubmissions(steps, fused)) {
            expect(submission.teams).toHaveLength(fused.length);
            submission.teams.forEach((dispatches, team) => {
              let row = 0;
              expect(dispatches.length).toBeLessThanOrEqual(MOST_DISPATCHES);
              for (const dispatch of dispatches) {
                expect(dispatch.offset).toBe(row);
                expect(dispatch.steps).toBeGreaterThan(0);
                expect(dispatch.steps).toBeLessThanOrEqual(fused[team]!);
                row += dispatch.steps;
              }
              expect(row).toBe(submission.steps);
            });
            expect(submission.steps).toBeLessThanOrEqual(SCALAR_ROWS);
            done += submission.steps;
          }
          expect(done).toBe(steps);
        },
      ),
    );
  });
});

describe('a dispatch stays short', () => {
  test('the more trajectories, the fewer steps, and more on hardware', () => {
    expect(stepsPerDispatch(1, 1, true)).toBe(256);
    expect(stepsPerDispatch(30_000, 1, true)).toBe(17);
    expect(stepsPerDispatch(30_000, 4, true)).toBe(4);
    expect(stepsPerDispatch(10_000_000, 1, true)).toBe(1);
    expect(stepsPerDispatch(1_000_000, 1, false)).toBe(67);
  });

  test('a surface with functions costs more', () => {
    const adam = optimizerById('adam')!;
    const cost = (id: string, sam = 0) => stepCost(planSurface({ id, params: {} }).compiled, adam, { sam });
    expect(cost('rosenbrock')).toBeCloseTo(1, 1);
    // Two exponentials and their kin against ten cosines and ten sines.
    expect(cost('ackley')).toBeGreaterThan(4);
    expect(cost('shubert')).toBeGreaterThan(2 * cost('ackley'));
    // Half the cost of a step of Adam on Rosenbrock is the surface, which SAM asks twice.
    expect(cost('rosenbrock', 0.1)).toBeGreaterThan(1.3);
  });
});

describe('formulas that no compiler finishes', () => {
  const compiledSum = (terms: number) =>
    planSurface({ formula: `sum(i, 1, ${terms}, sin(i*x)*cos(i*y)/i)`, params: {}, domain: [-1, 1, -1, 1] })
      .compiled;
  const check = (terms: number) => {
    const compiled = compiledSum(terms);
    assertCompilable(compiled, [compiled.loss, ...compiled.gradient]);
  };
  test('are refused with a cure, and long ones are not', () => {
    expect(() => check(80)).not.toThrow();
    expect(() => check(200)).toThrow(/operations/);
  });
  test('are none of the catalogue', () => {
    for (const { id } of surfaces) {
      const { compiled } = planSurface({ id, params: {} });
      const all = [compiled.loss, ...compiled.gradient, ...compiled.hessian];
      expect(countOperations(compiled, all), id).toBeLessThan(1000);
    }
  });
});
