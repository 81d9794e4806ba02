import { expect, it } from 'vitest';
import { float32Plan } from '../../../src/engine/float32-plan.ts';
import { parseRunSpec } from '../../../src/engine/parse-run-spec.ts';
import { planRun } from '../../../src/engine/plan-run.ts';
import { scalarTable } from '../../../src/engine/scalars.ts';

it('corrects the bias of the β₂ that the kernel has', () => {
  const plan = planRun(parseRunSpec({ optimizers: [{ id: 'adam', hyper: { lr: 0.02 } }] }));
  const { optimizer } = plan.teams[0]!;
  const correction = (of: typeof plan) => scalarTable(of, 0, 0, 1)[optimizer.scalars.indexOf('invSqrtBc2')]!;
  // At t = 1, v = (1 − β₂) g² must come out of the correction as g².
  const inKernel = 1 - Math.fround(0.999);
  expect(Math.abs(inKernel * correction(float32Plan(plan)) ** 2 - 1)).toBeLessThan(1e-15);
  expect(Math.abs(inKernel * correction(plan) ** 2 - 1)).toBeGreaterThan(1e-5);
  expect(float32Plan(plan)).toBe(float32Plan(plan));
  expect(float32Plan(plan).teams[0]!.hyper.lr).toBe(0.02);
});
