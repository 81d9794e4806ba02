import { describe, expect, it } from 'vitest';
import { parseRunSpec } from '../../../src/engine/parse-run-spec.ts';
import type { Plan } from '../../../src/engine/plan.ts';
import { planRun } from '../../../src/engine/plan-run.ts';
import { learningRateAt, scalarTable } from '../../../src/engine/scalars.ts';
import type { Optimizer } from '../../../src/optimizers/optimizer.ts';

const adam = (schedule: object = {}) =>
  planRun(parseRunSpec({ optimizers: [{ id: 'sgd' }, { id: 'adam', hyper: { lr: 0.1 } }], schedule }));

describe('scalarTable', () => {
  it('holds what prepare says, one row a step', () => {
    const plan = adam({ id: 'step', params: { every: 2, gamma: 0.5 } });
    const table = scalarTable(plan, 1, 0, 4);
    const rows = [1, 2, 3, 4].flatMap((t) => {
      const lr = 0.1 * 0.5 ** Math.floor((t - 1) / 2);
      return [lr / (1 - 0.9 ** t), 1 / Math.sqrt(1 - 0.999 ** t)];
    });
    expect(table).toHaveLength(rows.length);
    rows.forEach((wanted, k) => {
      expect(table[k]! / wanted).toBeCloseTo(1, 14);
    });
  });

  it('keeps teams apart', () => {
    const plan = adam();
    expect([...scalarTable(plan, 0, 0, 2)]).toEqual([0.001, 0.001]);
    expect(scalarTable(plan, 1, 0, 2)[0]).toBeCloseTo(1, 14); // 0.1 / (1 − 0.9)
  });

  it('is empty for no steps', () => expect(scalarTable(adam(), 1, 5, 0)).toHaveLength(0));
});

describe('scalars that depend on their predecessor', () => {
  /** Its scalar is the number of times it was prepared in a row. */
  let calls = 0;
  const counting: Optimizer = {
    id: 'counting',
    title: '',
    description: '',
    source: '',
    year: 0,
    equations: [],
    hyper: [],
    state: [],
    scalars: ['lr', 'chain'],
    prepare(_h, lr, t, previous) {
      calls++;
      if (t > 1 && previous === null) throw new Error(`step ${t} has no predecessor`);
      return { lr, chain: (previous?.chain ?? 0) + 1 };
    },
    step() {},
  };
  const countingPlan = (): Plan => ({
    ...adam(),
    teams: [{ optimizer: counting, hyper: { lr: 1 }, rates: null }],
  });
  const chainAt = (plan: Plan, step: number) => scalarTable(plan, 0, step, 1)[1];

  it('come out the same in any order of asking', () => {
    const plan = countingPlan();
    for (const step of [0, 10, 3, 5000, 4095, 4096, 4097, 9000, 0, 8192])
      expect(chainAt(plan, step)).toBe(step + 1);
  });

  it('cost one preparation a step when read on', () => {
    const plan = countingPlan();
    calls = 0;
    for (let from = 0; from < 1000; from += 100) scalarTable(plan, 0, from, 100);
    expect(calls).toBe(1000);
  });

  it('go back without starting over', () => {
    const plan = countingPlan();
    scalarTable(plan, 0, 0, 100_000);
    calls = 0;
    chainAt(plan, 90_000);
    expect(calls).toBeLessThanOrEqual(4096);
  });
});

describe('learningRateAt', () => {
  it('is lr times the factor of the schedule', () => {
    const plan = adam({ id: 'linear-warmup', params: { warmup: 4 } });
    expect([0, 1, 3, 9].map((step) => learningRateAt(plan, 1, step))).toEqual([0.025, 0.05, 0.1, 0.1]);
  });
});
