import type { GpuDevice } from '../gpu/device.ts';
import { scalarRowsOf } from '../gpu/dispatch.ts';
import { descendForm } from '../gpu/kernel-form.ts';
import { descendKernel, rulesOf } from '../gpu/kernels.ts';
import { createPipelines } from '../gpu/pipelines.ts';
import { wgslFiles } from '../gpu/wgsl-files.ts';
import { type BenchOptimizer, type BenchSurface, benchOptimizers, benchSurfaces } from './options.ts';
import { type Spread, spreadOf } from './statistics.ts';
import { planOf } from './workload.ts';

/** How long the descent kernel of an optimizer on a surface takes from text to pipeline. */
export interface PipelineResult {
  optimizer: BenchOptimizer;
  surface: BenchSurface;
  milliseconds: Spread;
  samples: readonly number[];
}

/** @param gpu borrowed */
export async function measurePipelines(
  gpu: GpuDevice,
  repetitions: number,
  onProgress: (fraction: number, text: string) => void,
): Promise<PipelineResult[]> {
  const cases = [
    ...benchOptimizers.map((optimizer) => ({ optimizer, surface: 'rosenbrock' as const })),
    ...benchSurfaces.slice(1).map((surface) => ({ optimizer: 'adam' as const, surface })),
  ].map((pair) => ({ ...pair, samples: [] as number[] }));
  // The first one takes the compiler's own start on itself.
  await compile(gpu, cases[0], -1);
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const [index, one] of cases.entries()) {
      onProgress((repetition + index / cases.length) / repetitions, `${one.optimizer} on ${one.surface}`);
      one.samples.push(await compile(gpu, one, repetition));
    }
  }
  return cases.map((one) => ({ ...one, milliseconds: spreadOf(one.samples) }));
}

/** Milliseconds. */
async function compile(
  gpu: GpuDevice,
  { optimizer, surface }: { optimizer: BenchOptimizer; surface: BenchSurface },
  repetition: number,
): Promise<number> {
  const plan = planOf({ optimizer, surface, trajectories: 1 });
  // A table of another length is another program: drivers and browsers know again what they have compiled before.
  const rules = rulesOf(plan, scalarRowsOf(plan) + 2 + repetition);
  const { compiled } = plan.surface;
  const team = plan.teams[0].optimizer;
  const from = performance.now();
  await createPipelines(gpu).get(
    descendKernel(
      (path) => wgslFiles[path],
      compiled,
      team,
      rules,
      descendForm(compiled, team, gpu.isSoftware),
    ),
    'descend',
  );
  return performance.now() - from;
}
