import { parseRunSpec } from '../engine/parse-run-spec.ts';
import type { Plan } from '../engine/plan.ts';
import { planRun } from '../engine/plan-run.ts';
import type { BenchOptimizer } from './options.ts';
import type { Task } from './tournaments.ts';

/**
 * Learning rates with which no trajectory comes to rest or leaves on any of the surfaces: resting ones cost nothing, and
 * would make an engine look faster than it is. Every result says what share was still running.
 */
const learningRates: Readonly<Record<BenchOptimizer, number>> = {
  sgd: 1e-4,
  momentum: 1e-5,
  adam: 0.02,
  adamw: 0.02,
  lion: 1e-3,
};

/** The run of a task, the same for all who take part. Its steps never end before the measuring does. */
export const planOf = ({ optimizer, surface, trajectories }: Task): Plan =>
  planRun(
    parseRunSpec({
      surface: { id: surface },
      optimizers: [{ id: optimizer, hyper: { lr: learningRates[optimizer] } }],
      starts: { kind: 'uniform', count: trajectories },
      steps: 1_000_000,
    }),
  );
