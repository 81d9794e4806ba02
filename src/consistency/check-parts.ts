import type { Run, TeamSnapshot } from '../engine/engine.ts';
import { type Plan, sweepOf, windowOf } from '../engine/plan.ts';
import type { GpuEngine } from '../gpu/gpu-engine.ts';
import { contextOf, samplePlan } from './check-steps.ts';
import { compareSnapshots } from './compare-snapshots.ts';
import type { Ledger } from './ledger.ts';

type Runner = Pick<GpuEngine, 'createRun'>;

/** Long enough for averages, schedules and noise to have had their say. */
const STEPS = 12;
/** Starts of the runs that are compared: few, since every trajectory is either right or wrong to the last bit. */
const STARTS = 192;
/** Share of the trajectories at which a window begins and ends: within a rate, and across two. */
const WINDOWS = [
  [0.1, 0.4],
  [0.2, 0.8],
] as const;
/** Learning rates tried side by side, as multiples of the team's own. */
const RATES = [0.1, 1, 3];

/**
 * Part of a run must be, bit for bit, what it is in the whole: a window of trajectories, which is how one is looked into,
 * and learning rates side by side, which is how they are tuned, against runs with each rate alone.
 */
export async function checkParts(plan: Plan, gpu: Runner, ledger: Ledger): Promise<void> {
  const sample = samplePlan(plan, STARTS);
  const steps = Math.min(STEPS, sample.spec.steps);
  const rates = sample.teams.map(({ hyper }) => RATES.map((factor) => factor * hyper.lr));
  const sweep = sweepOf(sample, rates);
  const whole = await endOf(gpu, sweep, steps);
  const contexts = sample.teams.map((_, team) => contextOf(sample, team));
  const tallies = (quantity: string) =>
    contexts.map(({ surface, optimizer }) => ledger.tally(quantity, { surface, optimizer }));

  const ofRates = tallies('rates side by side');
  for (const k of RATES.keys()) {
    const teams = sample.teams.map((team, index) => ({
      ...team,
      hyper: { ...team.hyper, lr: rates[index]![k]! },
    }));
    const alone = await endOf(gpu, { ...sample, teams }, steps);
    for (const [team, tally] of ofRates.entries()) {
      compareSnapshots(alone[team]!, whole[team]!, k * sample.starts, tally);
    }
  }
  const ofWindows = tallies('window');
  for (const [from, to] of WINDOWS) {
    const [first, last] = [Math.floor(from * sweep.count), Math.ceil(to * sweep.count)];
    const part = await endOf(gpu, windowOf(sweep, first, last - first), steps);
    for (const [team, tally] of ofWindows.entries())
      compareSnapshots(part[team]!, whole[team]!, first, tally);
  }
}

async function endOf(gpu: Runner, plan: Plan, steps: number): Promise<TeamSnapshot[]> {
  const run: Run = await gpu.createRun(plan);
  try {
    run.advance(steps);
    return await Promise.all(plan.teams.map((_, team) => run.read(team)));
  } finally {
    run.dispose();
  }
}
