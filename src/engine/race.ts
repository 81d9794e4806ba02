import { Status, statusOf } from '../core/status.ts';
import type { Engine, Quantiles, TeamSnapshot } from './engine.ts';
import { inDomain } from './in-domain.ts';
import { type ShareInterval, wilsonInterval } from './interval.ts';
import type { Plan } from './plan.ts';
import { planRun } from './plan-run.ts';
import { exactQuantiles, quantilesOf } from './quantiles.ts';
import { runOut, type Watch } from './run-out.ts';
import type { RunSpec } from './run-spec.ts';
import { findTarget, finiteLosses, stepsToTarget, type Target, towards } from './target.ts';

/** What came of one team's trajectories. */
export interface TeamRace {
  count: number;
  /** Trajectories whose loss was at or below the target at some step. */
  reached: number;
  share: ShareInterval;
  /** Steps to the target, of all trajectories: ∞ from where on none reached it. */
  steps: Quantiles;
  /** Lowest loss that a trajectory in the domain has after the last step; +∞ where there is none. */
  best: number;
  /** Loss after the last step. Non-finite trajectories are counted and otherwise left out. */
  loss: Quantiles;
  /** Trajectories that end close to a known global minimum; null where none is known. */
  atMinimum: number | null;
  diverged: number;
  nonFinite: number;
}

export interface Race {
  spec: RunSpec;
  target: Target;
  /** In the order of the spec. */
  teams: TeamRace[];
  /** Runs that it took, 2 where the device has room for all teams at once. */
  runs: number;
}

/**
 * Lets every team run from the same starts, twice: as the spec says, for where the trajectories end, and with nothing but
 * the target to stop them, for when they reach it.
 * @param chosen loss to reach; null for one that suits surface and starts
 */
export async function race(
  engine: Engine,
  spec: RunSpec,
  chosen: number | null,
  { signal, onProgress }: Watch = {},
): Promise<Race> {
  const plan = planRun(spec);
  const target = await findTarget(engine, plan, chosen);
  const sprint = planRun(towards(spec, target));
  const blank = () => Array.from(plan.teams, () => new Float64Array(plan.count));
  const [steps, loss] = [blank(), blank()];
  const ends = Array.from(plan.teams, newEnds);

  const half = (from: number): Watch => ({
    signal,
    onProgress: (fraction) => onProgress?.(from + fraction / 2),
  });
  const first = await runOut(
    engine,
    sprint,
    (team, end, from) => steps[team].set(stepsToTarget(sprint, end), from),
    half(0),
  );
  const second = await runOut(
    engine,
    plan,
    (team, end, from) => {
      loss[team].set(finiteLosses(end), from);
      countEnds(ends[team], plan, end);
    },
    half(0.5),
  );
  return {
    spec,
    target,
    teams: ends.map((end, team) => {
      const reached = countOf(steps[team], Number.isFinite);
      return {
        count: plan.count,
        reached,
        share: wilsonInterval(reached, plan.count),
        steps: quantilesOf(steps[team]),
        loss: exactQuantiles(loss[team]),
        ...end,
        atMinimum: plan.surface.minima.length === 0 ? null : end.atMinimum,
      };
    }),
    runs: first + second,
  };
}

/** Half-width, in each direction, of the place that belongs to a minimum, as a fraction of the domain's own. */
const MINIMUM_REACH = 0.02;

type Ends = Pick<TeamRace, 'best' | 'diverged' | 'nonFinite'> & { atMinimum: number };

const newEnds = (): Ends => ({ best: Number.POSITIVE_INFINITY, diverged: 0, nonFinite: 0, atMinimum: 0 });

function countEnds(ends: Ends, { surface: { domain, minima } }: Plan, end: TeamSnapshot): void {
  const [xmin, xmax, ymin, ymax] = domain;
  const reach = [(MINIMUM_REACH * (xmax - xmin)) / 2, (MINIMUM_REACH * (ymax - ymin)) / 2];
  for (let k = 0; k < end.status.length; k++) {
    const status = statusOf(end.status[k]);
    if (status === Status.diverged) ends.diverged++;
    if (status === Status.nonFinite) ends.nonFinite++;
    const [x, y] = [end.position[2 * k], end.position[2 * k + 1]];
    if (status === Status.nonFinite || !inDomain(domain, x, y)) continue;
    if (Number.isFinite(end.loss[k])) ends.best = Math.min(ends.best, end.loss[k]);
    const isThere = minima.some(({ at }) => Math.hypot((x - at[0]) / reach[0], (y - at[1]) / reach[1]) <= 1);
    if (isThere) ends.atMinimum++;
  }
}

const countOf = (values: Float64Array, is: (value: number) => boolean): number =>
  values.reduce((count, value) => count + (is(value) ? 1 : 0), 0);
