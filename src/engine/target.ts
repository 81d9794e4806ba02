import { RavineError } from '../core/errors.ts';
import { restStepOf, Status, statusOf } from '../core/status.ts';
import type { Engine, TeamSnapshot } from './engine.ts';
import { inDomain } from './in-domain.ts';
import type { Plan } from './plan.ts';
import { exactQuantiles } from './quantiles.ts';
import { runOut } from './run-out.ts';
import type { RunSpec } from './run-spec.ts';

/** A loss that trajectories are to reach, and what it was chosen by. */
export interface Target {
  /** float32, so that every engine means the same number. */
  loss: number;
  /** Where it comes from: a person, the run's own stop rule, or the lowest loss, known or the lowest of a grid. */
  by: 'choice' | 'stop rule' | 'known minimum' | 'grid';
}

/** How far above the lowest loss a target lies: this part of the way up to the loss of the median start. */
export const TARGET_SHARE = 1e-3;
/** Points along a side of the grid that the lowest loss is looked up on; odd, so that the middle is one of them. */
const GRID = 129;

/**
 * The loss that is worth racing for: a chosen one, else the run's own stop rule, else a thousandth of the way from the
 * lowest loss to that of the median start, which on all surfaces of the catalogue is where less than 2 % of the domain
 * reach.
 * @param chosen null to leave the choice to this function
 */
export async function findTarget(engine: Engine, plan: Plan, chosen: number | null): Promise<Target> {
  if (chosen !== null) return { loss: Math.fround(chosen), by: 'choice' };
  const { stop } = plan.spec;
  if (stop.loss !== null) return { loss: Math.fround(stop.loss), by: 'stop rule' };
  const known = plan.surface.minima[0]?.loss;
  const lowest = known ?? (await lowestOnGrid(engine, plan));
  const start = await medianStartLoss(engine, plan);
  if (!Number.isFinite(lowest) || !Number.isFinite(start)) {
    throw new RavineError('bad-input', 'No start has a finite loss, so there is nothing to race for.', {
      field: 'starts',
      cure: 'Move the starts, or change the surface.',
    });
  }
  const loss = Math.fround(lowest + TARGET_SHARE * Math.max(0, start - lowest));
  return { loss, by: known === undefined ? 'grid' : 'known minimum' };
}

/** The same run, in which a trajectory rests when it reaches the target, and for no other reason. */
export const towards = (spec: RunSpec, { loss }: Target): RunSpec => ({
  ...spec,
  stop: { gradientNorm: 0, loss },
});

/**
 * Steps after which each trajectory of a run `towards` a target first had a loss no higher, ∞ where none did. Where a
 * minimum is known, only what lies in the domain counts: beyond it a formula may go lower than where it is defined.
 */
export function stepsToTarget({ surface }: Plan, end: TeamSnapshot): Float64Array {
  const everywhere = surface.minima.length === 0;
  return Float64Array.from(end.status, (packed, k) => {
    const isInside = everywhere || inDomain(surface.domain, end.position[2 * k], end.position[2 * k + 1]);
    return statusOf(packed) === Status.converged && isInside ? restStepOf(packed) : Number.POSITIVE_INFINITY;
  });
}

/** Losses at the end, NaN where a trajectory left the numbers: the last loss that it had says nothing of where it is. */
export const finiteLosses = ({ loss, status }: TeamSnapshot): Float64Array =>
  loss.map((value, k) => (statusOf(status[k]) === Status.nonFinite ? Number.NaN : value));

/** Of a run of no steps. */
async function medianStartLoss(engine: Engine, plan: Plan): Promise<number> {
  const standing = { ...plan, spec: { ...plan.spec, steps: 0 }, teams: plan.teams.slice(0, 1) };
  const losses = new Float64Array(plan.count);
  await runOut(engine, standing, (_, { loss }, first) => losses.set(loss, first));
  return exactQuantiles(losses).median;
}

async function lowestOnGrid(engine: Engine, { surface }: Plan): Promise<number> {
  const [xmin, xmax, ymin, ymax] = surface.domain;
  const points = new Float64Array(2 * GRID * GRID);
  for (let k = 0; k < GRID * GRID; k++) {
    points[2 * k] = xmin + ((k % GRID) / (GRID - 1)) * (xmax - xmin);
    points[2 * k + 1] = ymin + (Math.floor(k / GRID) / (GRID - 1)) * (ymax - ymin);
  }
  const { loss } = await engine.evaluate({ surface }, points);
  return loss.filter(Number.isFinite).reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
}
