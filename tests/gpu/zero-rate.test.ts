import { expect, test } from 'vitest';
import { parseRunSpec } from '../../src/engine/parse-run-spec.ts';
import { planRun } from '../../src/engine/plan-run.ts';
import { createGpuEngine } from '../../src/gpu/gpu-engine.ts';
import { sharedGpu } from '../support/gpu.ts';

/** Beyond what the check's schedules come to: a learning rate that has fallen to nothing. */
test('prodigy learns nothing of steps that have no rate', async () => {
  const engine = createGpuEngine(await sharedGpu());
  const run = await engine.createRun(
    planRun(
      parseRunSpec({
        surface: { id: 'rosenbrock' },
        optimizers: [{ id: 'prodigy', hyper: { d0: 0.01 } }],
        schedule: { id: 'polynomial', params: { total: 5 } },
        starts: { kind: 'grid', count: 64 },
        steps: 10,
      }),
    ),
  );
  const statesAt = async (step: number) => {
    run.advance(step - run.step);
    const { position, state } = await run.read(0);
    return { position, state };
  };
  const early = await statesAt(4);
  const fallen = await statesAt(5);
  expect(fallen.state.sum).not.toEqual(early.state.sum);
  expect(await statesAt(10)).toEqual(fallen);
  run.dispose();
  engine.dispose();
});
