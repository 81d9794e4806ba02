import { parseRunSpec } from '../engine/parse-run-spec.ts';
import { planRun } from '../engine/plan-run.ts';
import { generateStarts } from '../engine/starts.ts';
import type { GpuDevice } from '../gpu/device.ts';
import { createGpuEngine } from '../gpu/gpu-engine.ts';
import { createCpuRun } from '../reference/cpu-run.ts';
import type { Contender } from './bench-measure.ts';
import { createPlainAdam } from './plain-adam.ts';

const FUSED_STEPS = [1, 16, 64, 256];

/** Enough to keep a core, or a renderer in software, busy. */
const TRAJECTORIES = 16_384;
/** Enough to fill any GPU. */
const TRAJECTORIES_ON_HARDWARE = 1_048_576;

/** What everyone runs. The steps never end before the measuring does. */
const planOf = (count: number) =>
  planRun(
    parseRunSpec({
      surface: { id: 'rosenbrock' },
      optimizers: [{ id: 'adam', hyper: { lr: 0.02 } }],
      starts: { kind: 'uniform', count },
      steps: 1_000_000,
    }),
  );

/** A hand-written float64 loop, which every other figure is compared with, and the reference engine. */
export function cpuContenders(): Contender[] {
  const plan = planOf(TRAJECTORIES);
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
  const plan = planOf(gpu.isSoftware ? TRAJECTORIES : TRAJECTORIES_ON_HARDWARE);
  return Promise.all(
    FUSED_STEPS.map(async (fusedSteps) => {
      const engine = createGpuEngine(gpu, { fusedSteps });
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
