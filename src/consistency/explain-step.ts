import type { Numbers } from '../core/numbers.ts';
import type { Plan } from '../engine/plan.ts';
import { readsHessian } from '../optimizers/optimizer.ts';
import { createStepRules, type RuleOptions } from '../reference/step-rules.ts';
import { createBoundedSurface } from './bounded-surface.ts';
import { expectStep, type Trajectories } from './judge-step.ts';
import type { StepRange } from './twin-range.ts';

/** What goes into one step and what the reference makes of it, float64, from an engine's own state before it. */
export interface ExplainedStep {
  /** What the optimizer is handed after all gradient transforms, [2n] interleaved. */
  gradient: Float64Array;
  hyper: Numbers;
  scalars: Numbers;
  /** `theta` and the state slots after the step, each with the difference that the check allows. */
  outcomes: StepRange['outcomes'];
}

/**
 * @param team index into `plan.teams`, with one learning rate
 * @param options `float32Inputs`: of an engine that reads its numbers in float32, as the GPU's does
 */
export function createStepExplainer(
  plan: Plan,
  team: number,
  options: RuleOptions = { float32Inputs: true },
): (before: Trajectories) => ExplainedStep {
  const rules = createStepRules(plan, team, options);
  const surface = createBoundedSurface(plan.surface, readsHessian(rules.optimizer) ? 6 : 3);
  return (before) => {
    const { gradient, range } = expectStep(rules, surface, before);
    return {
      gradient: gradient.value,
      hyper: rules.hyper,
      scalars: rules.scalars(before.step, 1)[0],
      outcomes: range.outcomes,
    };
  };
}
