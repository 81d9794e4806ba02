import { RavineError } from '../core/errors.ts';
import type { Plan } from '../engine/plan.ts';
import { generateStarts } from '../engine/starts.ts';
import type { BenchOptimizer } from './options.ts';
import { createPlainRun } from './plain-loops.ts';
import { median } from './statistics.ts';

/** Trajectories and steps by which it is seen whether a peer does the same work. */
export const COMPARED = { trajectories: 64, steps: 10 } as const;

/**
 * Ten steps of float32 rounding, at positions of about 2 (a unit in their last place is 2.4e-7). The median, since a
 * few trajectories that cross the valley's floor amplify it. Another convention, such as where epsilon is added or no
 * bias correction, is off by a thousandth and more.
 */
const ALLOWED = 1e-5;

/**
 * A comparison is one of equals only if both take the same steps.
 * @param name the peer's
 * @param position [COMPARED.trajectories × 2], the first trajectories of the plan after `COMPARED.steps` steps
 * @throws 'internal' where they are others
 */
export function assertSameSteps(
  name: string,
  plan: Plan,
  optimizer: BenchOptimizer,
  position: ArrayLike<number>,
): void {
  const starts = generateStarts({ ...plan, count: Math.min(plan.count, COMPARED.trajectories) });
  const run = createPlainRun(optimizer, starts, plan.teams[0].hyper);
  run.advance(COMPARED.steps);
  const differences = Array.from(run.position, (value, i) => Math.abs(value - position[i]));
  if (median(differences) <= ALLOWED) return;
  throw new RavineError('internal', `${name} takes other steps, off by ${median(differences)} after ten.`);
}
