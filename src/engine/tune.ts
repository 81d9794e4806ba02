import { RavineError } from '../core/errors.ts';
import type { Engine } from './engine.ts';
import { judgeRates, type RateJudgement, type RateOutcome } from './judge-rates.ts';
import { type Plan, sweepOf } from './plan.ts';
import { planRun } from './plan-run.ts';
import { exactQuantiles, quantilesOf } from './quantiles.ts';
import { MAX_COUNT } from './run-limits.ts';
import { runOut, type Watch } from './run-out.ts';
import type { RunSpec, StartsSpec } from './run-spec.ts';
import { findTarget, finiteLosses, stepsToTarget, type Target, towards } from './target.ts';

export interface TuneRequest {
  /** Learning rates per team, each ascending, all of one length. */
  rates: readonly (readonly number[])[];
  /** Starts per rate, whole, ≥ 1; no more than there are where they are given as points. */
  starts: number;
  /** Loss to reach; null for one that suits surface and starts. */
  target: number | null;
}

export interface TeamTuning extends RateJudgement {
  /** One per rate. */
  outcomes: RateOutcome[];
}

export interface Tuning {
  spec: RunSpec;
  target: Target;
  /** Loss of the known global minimum, where there is one. */
  lowest: number | null;
  /** Starts per rate. */
  starts: number;
  /** In the order of the spec. */
  teams: TeamTuning[];
  /** Runs that it took, 1 where the device has room for everything at once. */
  runs: number;
}

/**
 * Gives every team the same number of learning rates, each the same starts and steps, and says which of them serve.
 * @throws 'bad-input' where a team would have more trajectories than a run may
 */
export async function tune(
  engine: Engine,
  spec: RunSpec,
  { rates, starts, target: chosen }: TuneRequest,
  watch: Watch = {},
): Promise<Tuning> {
  const fewer = { ...spec, starts: withCount(spec.starts, starts) };
  assertCountable(rates[0].length, planRun(fewer).starts);
  // The target is the run's own, so that the number of starts to tune with does not move it.
  const target = await findTarget(engine, planRun(spec), chosen);
  const plan = sweepOf(planRun(towards(fewer, target)), rates);
  const steps = plan.teams.map(() => new Float64Array(plan.count));
  const loss = plan.teams.map(() => new Float64Array(plan.count));
  const runs = await runOut(
    engine,
    plan,
    (team, end, first) => {
      steps[team].set(stepsToTarget(plan, end), first);
      loss[team].set(finiteLosses(end), first);
    },
    watch,
  );
  const teams = rates.map((own, team) => {
    const outcomes = own.map((rate, k) => outcomeOf(plan, rate, k, steps[team], loss[team]));
    return { outcomes, ...judgeRates(outcomes) };
  });
  return { spec, target, lowest: plan.surface.minima[0]?.loss ?? null, starts: plan.starts, teams, runs };
}

/** @throws 'bad-input' where a team would have more trajectories than a run may */
export function assertCountable(rates: number, starts: number): void {
  if (rates * starts <= MAX_COUNT) return;
  const most = MAX_COUNT.toLocaleString('en');
  throw new RavineError(
    'bad-input',
    `${rates.toLocaleString('en')} learning rates × ${starts.toLocaleString('en')} starts are more than ${most} trajectories.`,
    { cure: 'Try fewer rates, or fewer starts.' },
  );
}

/** @param k which of the team's rates: its trajectories lie side by side */
function outcomeOf(
  { starts }: Plan,
  rate: number,
  k: number,
  steps: Float64Array,
  loss: Float64Array,
): RateOutcome {
  const own = steps.subarray(k * starts, (k + 1) * starts);
  return {
    rate,
    reached: own.filter(Number.isFinite).length,
    count: starts,
    medianSteps: quantilesOf(own).median,
    medianLoss: exactQuantiles(loss.subarray(k * starts, (k + 1) * starts)).median,
  };
}

/** The same kind of starts in another number; of given points as many, evenly chosen, or all. */
function withCount(starts: StartsSpec, count: number): StartsSpec {
  if (starts.kind !== 'points') return { ...starts, count };
  const { points } = starts;
  if (points.length <= count) return starts;
  return {
    kind: 'points',
    points: Array.from({ length: count }, (_, k) => points[Math.floor((k * points.length) / count)]),
  };
}
