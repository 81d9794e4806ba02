import type { Run, TeamSnapshot } from '../engine/engine.ts';
import { transformsOf } from '../engine/gradient-transforms.ts';
import { type Plan, rateCount } from '../engine/plan.ts';
import type { StartsSpec } from '../engine/run-spec.ts';
import { learningRateAt } from '../engine/scalars.ts';
import type { GpuEngine } from '../gpu/gpu-engine.ts';
import { adversarialSnapshot } from './adversarial.ts';
import { surfaceName } from './check-surface.ts';
import { compareSnapshots } from './compare-snapshots.ts';
import { judgeStarts } from './judge-starts.ts';
import { createStepJudge, type StepJudge, type Trajectories } from './judge-step.ts';
import { judgeSummary } from './judge-summary.ts';
import type { Ledger } from './ledger.ts';
import type { CheckContext } from './report.ts';

/** Steps of a run that are judged, counted from 0: early ones, where states are young, and ever rarer ones. */
const MOMENTS = [0, 1, 2, 3, 5, 10, 30, 100, 300, 1000, 3000];
/** Step numbers that adversarial snapshots are loaded with. */
const TRAP_STEPS = [0, 7, 150];
/** Steps taken at once and one by one, which must come to the same. */
const FUSED_STEPS = 8;
/** Trajectories of a team that are judged; a run with more is judged on this many starts of the same kind. */
const SAMPLE = 1024;

/** Lockstep: starts, single steps from the engine's own states and from adversarial ones, fusing, and summaries. */
export async function checkSteps(
  plan: Plan,
  gpu: Pick<GpuEngine, 'createRun'>,
  ledger: Ledger,
): Promise<void> {
  const sample = samplePlan(plan);
  const run = await gpu.createRun(sample);
  try {
    const contexts = sample.teams.map((_, team) => contextOf(sample, team));
    const judges = contexts.map((context, team) => createStepJudge(sample, team, ledger, context));
    judgeStarts(sample, (await run.read(0)).position, ledger, { surface: surfaceName(sample.surface) });
    let real = await readAll(run);
    for (const [team, judge] of judges.entries()) judge.judgePlaces(real[team]);
    for (const moment of MOMENTS) {
      if (moment >= sample.spec.steps) break;
      run.advance(moment - run.step);
      real = await stepAndJudge(run, judges);
    }
    await checkSummaries(run, ledger, contexts);
    await checkFusing(run, real, ledger, contexts);
    for (const step of TRAP_STEPS.filter((step) => step < sample.spec.steps)) {
      const traps = real.map((snapshot) => adversarialSnapshot(sample.surface, snapshot, step));
      await stepAndJudge(run, judges, traps);
    }
  } finally {
    run.dispose();
  }
}

/** The same run on at most so many starts, few enough to judge each, and with at least one step to take. */
export function samplePlan(plan: Plan, most = SAMPLE): Plan {
  const { starts, steps } = plan.spec;
  const sampled: StartsSpec =
    starts.kind === 'points'
      ? { ...starts, points: starts.points.slice(0, most) }
      : { ...starts, count: Math.min(starts.count, most) };
  const count = Math.min(plan.starts, most);
  return {
    ...plan,
    spec: { ...plan.spec, starts: sampled, steps: Math.max(1, steps) },
    starts: count,
    first: 0,
    count: count * rateCount(plan),
  };
}

export function contextOf(plan: Plan, team: number): CheckContext {
  return {
    surface: surfaceName(plan.surface),
    optimizer: plan.teams[team].optimizer.id,
    schedule: plan.schedule.id,
    gradient: transformsOf(plan.spec.gradient),
  };
}

const readAll = (run: Run): Promise<TeamSnapshot[]> =>
  Promise.all(run.plan.teams.map((_, team) => run.read(team)));

function loadAll(run: Run, snapshots: readonly Trajectories[]): void {
  for (const [team, snapshot] of snapshots.entries()) run.load(team, snapshot);
}

/** One judged step of every team, from where the run is or from given snapshots. */
async function stepAndJudge(
  run: Run,
  judges: readonly StepJudge[],
  from?: readonly Trajectories[],
): Promise<TeamSnapshot[]> {
  if (from !== undefined) loadAll(run, from);
  const before = await readAll(run);
  if (from !== undefined) for (const [team, judge] of judges.entries()) judge.judgePlaces(before[team]);
  run.advance(1);
  const after = await readAll(run);
  for (const [team, judge] of judges.entries()) judge.judge(before[team], after[team]);
  return after;
}

async function checkSummaries(run: Run, ledger: Ledger, contexts: readonly CheckContext[]): Promise<void> {
  const snapshots = await readAll(run);
  const summaries = await run.summarize();
  for (const [team, { surface, optimizer }] of contexts.entries()) {
    const lr = learningRateAt(run.plan, team, run.step);
    judgeSummary(snapshots[team], run.plan.surface, summaries[team], lr, ledger, {
      surface,
      optimizer,
    });
  }
}

/** Steps fused in one dispatch must give, bit for bit, what single steps give: those are what was judged. */
async function checkFusing(
  run: Run,
  from: readonly TeamSnapshot[],
  ledger: Ledger,
  contexts: readonly CheckContext[],
): Promise<void> {
  const start = from.map((snapshot) => ({ ...snapshot, step: Math.max(0, snapshot.step - FUSED_STEPS) }));
  loadAll(run, start);
  run.advance(FUSED_STEPS);
  const atOnce = await readAll(run);
  loadAll(run, start);
  for (let k = 0; k < FUSED_STEPS; k++) run.advance(1);
  const oneByOne = await readAll(run);
  for (const [team, { surface, optimizer }] of contexts.entries()) {
    const tally = ledger.tally('fused steps', { surface, optimizer });
    compareSnapshots(atOnce[team], oneByOne[team], 0, tally);
  }
}
