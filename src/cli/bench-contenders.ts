import { parseRunSpec } from '../engine/parse-run-spec.ts';
import { planRun } from '../engine/plan-run.ts';
import { generateStarts } from '../engine/starts.ts';
import type { GpuDevice } from '../gpu/device.ts';
import { createGpuEngine } from '../gpu/gpu-engine.ts';
import { createCpuRun } from '../reference/cpu-run.ts';
import type { Contender } from './bench-measure.ts';
import { createPlainAdam } from './plain-adam.ts';

const FUSED_STEPS = [1, 16, 64, 256];

/** What everyone runs. The steps never end before the measuring does. */
export const benchSpec = parseRunSpec({
  surface: { id: 'rosenbrock' },
  optimizers: [{ id: 'adam', hyper: { lr: 0.02 } }],
  starts: { kind: 'uniform', count: 65_536 },
  steps: 1_000_000,
});

/** A hand-written float64 loop, which every other figure is compared with, and the reference engine. */
export function cpuContenders(): Contender[] {
  const plan = planRun(benchSpec);
  const run = createCpuRun(plan);
  const plain = createPlainAdam(generateStarts(plan), plan.teams[0].hyper);
  return [
    {
      engine: 'plain JavaScript, float64',
      stepsPerDispatch: null,
      trajectories: plan.count,
      advance: async (steps) => plain.advance(steps),
      dispose() {},
    },
    {
      engine: 'cpu',
      stepsPerDispatch: null,
      trajectories: plan.count,
      advance: async (steps) => run.advance(steps),
      dispose: () => run.dispose(),
    },
  ];
}

/** The GPU engine at several numbers of steps fused into one dispatch. @param gpu borrowed */
export async function gpuContenders(gpu: GpuDevice): Promise<Contender[]> {
  return Promise.all(
    FUSED_STEPS.map(async (fusedSteps) => {
      const engine = createGpuEngine(gpu, { fusedSteps });
      const plan = planRun(benchSpec);
      const run = await engine.createRun(plan);
      return {
        engine: 'gpu',
        stepsPerDispatch: fusedSteps,
        trajectories: plan.count,
        async advance(steps: number) {
          run.advance(steps);
          await gpu.device.queue.onSubmittedWorkDone();
        },
        dispose() {
          run.dispose();
          engine.dispose();
        },
      };
    }),
  );
}
