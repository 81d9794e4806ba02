import type { Engine } from '../engine/engine.ts';
import type { Plan } from '../engine/plan.ts';
import { planRun } from '../engine/plan-run.ts';
import type { GpuEngine } from '../gpu/gpu-engine.ts';
import { type CaseOptions, caseTitle, coveringCases } from './cases.ts';
import { checkLeaving, checkNoise, checkSchedule } from './check-numbers.ts';
import { checkParts } from './check-parts.ts';
import { checkSteps } from './check-steps.ts';
import { checkSurface } from './check-surface.ts';
import { createLedger, type Ledger } from './ledger.ts';
import type { CheckProgress, CheckReport } from './report.ts';

/** What the check needs of the engine that it judges. */
export type JudgedEngine = Pick<GpuEngine, 'createRun' | 'evaluate' | 'landscape' | 'description'>;

/** Judges an engine on many runs by the reference. Both engines are borrowed. */
export async function check(
  options: CaseOptions,
  gpu: JudgedEngine,
  cpu: Engine,
  onProgress: CheckProgress = () => {},
): Promise<CheckReport> {
  const specs = coveringCases(options);
  const ledger = createLedger();
  onProgress(0, 'learning rates and noise');
  for (const id of options.schedules) await checkSchedule({ id, params: {} }, gpu, ledger);
  await checkNoise(1, gpu, ledger);
  await checkLeaving(gpu, ledger);
  const seen = new Set<string>();
  for (const [index, spec] of specs.entries()) {
    onProgress(index / specs.length, caseTitle(spec));
    const plan = planRun(spec);
    const surface = JSON.stringify(spec.surface);
    if (!seen.has(surface)) await checkSurface(plan.surface, gpu, cpu, ledger);
    seen.add(surface);
    await checkSteps(plan, gpu, ledger);
    if (index === 0) await checkParts(plan, gpu, ledger);
  }
  onProgress(1, 'done');
  return reportOf(gpu, specs.map(caseTitle), ledger);
}

/** The check of one run: its surface, schedule, noise, starts, steps and summaries. Both engines are borrowed. */
export async function checkRun(
  plan: Plan,
  gpu: JudgedEngine,
  cpu: Engine,
  onProgress: CheckProgress = () => {},
): Promise<CheckReport> {
  const { schedule, gradient, seed, steps } = plan.spec;
  const ledger = createLedger();
  onProgress(0, 'loss, gradient and landscape');
  await checkSurface(plan.surface, gpu, cpu, ledger);
  onProgress(1 / 3, 'learning rates and noise');
  await checkSchedule(schedule, gpu, ledger, steps);
  if (gradient.noise > 0) await checkNoise(seed, gpu, ledger);
  await checkLeaving(gpu, ledger);
  onProgress(2 / 3, 'steps');
  await checkSteps(plan, gpu, ledger);
  await checkParts(plan, gpu, ledger);
  onProgress(1, 'done');
  return reportOf(gpu, [caseTitle(plan.spec)], ledger);
}

function reportOf({ description }: JudgedEngine, cases: readonly string[], ledger: Ledger): CheckReport {
  const rows = ledger.rows();
  return {
    engine: description,
    date: new Date().toISOString(),
    cases,
    rows,
    consistent: rows.every(({ verdict }) => verdict !== 'inconsistent'),
  };
}
