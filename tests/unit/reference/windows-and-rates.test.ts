import { describe, expect, it } from 'vitest';
import { parseRunSpec } from '../../../src/engine/parse-run-spec.ts';
import { type Plan, sweepOf, trajectoriesOfRate, windowOf } from '../../../src/engine/plan.ts';
import { planRun } from '../../../src/engine/plan-run.ts';
import { learningRateAt } from '../../../src/engine/scalars.ts';
import { createCpuEngine } from '../../../src/reference/cpu-engine.ts';

const STEPS = 20;
const planOf = (more: object = {}): Plan =>
  planRun(
    parseRunSpec({
      optimizers: [
        { id: 'adam', hyper: { lr: 0.05 } },
        { id: 'momentum', hyper: { lr: 1e-4 } },
      ],
      schedule: { id: 'cosine', params: { total: 15 } },
      gradient: { noise: 0.5 },
      starts: { kind: 'normal', count: 12 },
      steps: STEPS,
      ...more,
    }),
  );

async function endOf(plan: Plan, team: number) {
  const run = await createCpuEngine().createRun(plan);
  run.advance(STEPS);
  return run.read(team);
}

describe('a window of trajectories', () => {
  it.each([
    [0, 1],
    [7, 1],
    [3, 9],
  ])('does from %i on, %i of them, what each does among all', async (first, count) => {
    const plan = planOf();
    for (const team of [0, 1]) {
      const all = await endOf(plan, team);
      const some = await endOf(windowOf(plan, first, count), team);
      expect([...some.position]).toEqual([...all.position.slice(2 * first, 2 * (first + count))]);
      expect([...some.status]).toEqual([...all.status.slice(first, first + count)]);
    }
  });
});

describe('learning rates side by side', () => {
  const rates = [
    [0.01, 0.05, 0.3],
    [1e-5, 1e-4, 1e-3],
  ];

  it('give each start with each rate what a run with that rate gives it, noise included', async () => {
    const plan = sweepOf(planOf(), rates);
    expect(plan.count).toBe(36);
    for (const team of [0, 1]) {
      const all = await endOf(plan, team);
      for (const [k, lr] of rates[team]!.entries()) {
        const ids = ['adam', 'momentum'];
        const alone = await endOf(planOf({ optimizers: ids.map((id) => ({ id, hyper: { lr } })) }), team);
        expect([...all.position.slice(24 * k, 24 * (k + 1))]).toEqual([...alone.position]);
      }
    }
  });

  it('follow the schedule, each from its own rate', () => {
    const plan = sweepOf(planOf(), rates);
    for (const [k, lr] of rates[1]!.entries()) {
      expect(learningRateAt(plan, 1, 5, k)).toBe(
        lr * learningRateAt(planOf({ optimizers: [{ id: 'sgd', hyper: { lr: 1 } }] }), 0, 5),
      );
    }
  });

  it('can be looked at through a window across two rates', async () => {
    const plan = sweepOf(planOf(), rates);
    const all = await endOf(plan, 0);
    const some = await endOf(windowOf(plan, 10, 5), 0);
    expect([...some.position]).toEqual([...all.position.slice(20, 30)]);
    expect(trajectoriesOfRate(windowOf(plan, 10, 5), 0)).toEqual([0, 2]);
    expect(trajectoriesOfRate(windowOf(plan, 10, 5), 1)).toEqual([2, 5]);
    expect(trajectoriesOfRate(windowOf(plan, 10, 5), 2)).toEqual([5, 5]);
  });
});
