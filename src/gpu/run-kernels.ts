import type { Plan } from '../engine/plan.ts';
import { scalarRowsOf } from './dispatch.ts';
import { descendForm } from './kernel-form.ts';
import { descendKernel, rulesOf, startsKernel, summarizeKernel, trailsKernel } from './kernels.ts';
import type { Kernel } from './pipelines.ts';
import type { Workbench } from './workbench.ts';

/** Everything compiled that a run needs; shared between runs. */
export interface RunKernels {
  starts: Kernel;
  /** One per team. */
  descend: readonly Kernel[];
  countBins: Kernel;
  countDigits: Kernel;
  pick: Kernel;
  trails: Kernel;
}

export async function compileRun(
  { pipelines, text, isSoftware }: Workbench,
  plan: Plan,
): Promise<RunKernels> {
  const { teams, surface } = plan;
  const rules = rulesOf(plan, scalarRowsOf(plan));
  const [starts, countBins, countDigits, pick, trails, ...descend] = await Promise.all([
    pipelines.get(startsKernel(text), 'generateStarts'),
    pipelines.get(summarizeKernel(text), 'countBins'),
    pipelines.get(summarizeKernel(text), 'countDigits'),
    pipelines.get(summarizeKernel(text), 'pick'),
    pipelines.get(trailsKernel(text), 'recordTrails'),
    ...teams.map(({ optimizer }) =>
      pipelines.get(
        descendKernel(
          text,
          surface.compiled,
          optimizer,
          rules,
          descendForm(surface.compiled, optimizer, isSoftware),
        ),
        'descend',
      ),
    ),
  ]);
  return { starts, countBins, countDigits, pick, trails, descend };
}
