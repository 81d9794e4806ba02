import { expect, it } from 'vitest';
import { benchOptimizers } from '../../../src/bench/options.ts';
import { createPlainRun } from '../../../src/bench/plain-loops.ts';
import { assertSameSteps, COMPARED } from '../../../src/bench/same-steps.ts';
import { planOf } from '../../../src/bench/workload.ts';
import { generateStarts } from '../../../src/engine/starts.ts';
import { createCpuRun } from '../../../src/reference/cpu-run.ts';

const planFor = (optimizer: (typeof benchOptimizers)[number]) =>
  planOf({ optimizer, surface: 'rosenbrock', trajectories: 100 });

it.each(benchOptimizers)('the plain loop of %s takes the steps of the CPU engine', async (optimizer) => {
  const plan = planFor(optimizer);
  const plain = createPlainRun(optimizer, generateStarts(plan), plan.teams[0].hyper);
  const run = createCpuRun(plan);
  const compare = async () => {
    const { position } = await run.read(0);
    // Powers by products and another order of operations: some units of float64's 2.2e-16 a step, at positions of 2.
    for (const [i, value] of position.entries()) expect(plain.position[i]).toBeCloseTo(value, 11);
  };
  for (const steps of [1, 19]) {
    plain.advance(steps);
    run.advance(steps);
    await compare();
  }
  plain.restart();
  expect([...plain.position]).toEqual([...generateStarts(plan)]);
});

it('a peer that takes other steps is not compared with', () => {
  const plan = planFor('adam');
  const after = (lr: number) => {
    const run = createPlainRun('adam', generateStarts(plan), { ...plan.teams[0].hyper, lr });
    run.advance(COMPARED.steps);
    return run.position.subarray(0, 2 * COMPARED.trajectories);
  };
  const { lr } = plan.teams[0].hyper;
  expect(() => assertSameSteps('peer', plan, 'adam', Float32Array.from(after(lr)))).not.toThrow();
  expect(() => assertSameSteps('peer', plan, 'adam', after(1.001 * lr))).toThrow(/other steps/);
  expect(() => assertSameSteps('peer', plan, 'adam', [])).toThrow(/other steps/);
});

it('no trajectory comes to rest while it is measured', async () => {
  for (const optimizer of benchOptimizers) {
    const run = createCpuRun(planFor(optimizer));
    run.advance(500);
    const [{ counts }] = await run.summarize();
    expect(counts, optimizer).toEqual([100, 0, 0, 0]);
  }
});
