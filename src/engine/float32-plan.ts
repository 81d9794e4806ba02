import type { Numbers } from '../core/numbers.ts';
import type { Plan } from './plan.ts';

/**
 * The plan as a float32 engine is given it: hyperparameters rounded to float32, so that what is derived from them in
 * float64 (bias corrections) belongs to the same numbers. Otherwise 1 − β₂ in the kernel and 1 − β₂ᵗ in the correction
 * would be of two different β₂, and Adam's first v̂ off by 1.3e-5 for β₂ = 0.999.
 *
 * The learning rate stays float64: it is rounded once, after the schedule. One plan in, always the same plan out.
 */
export function float32Plan(plan: Plan): Plan {
  const known = rounded.get(plan);
  if (known !== undefined) return known;
  const teams = plan.teams.map((team) => ({
    ...team,
    hyper: { ...roundNumbers(team.hyper), lr: team.hyper.lr },
  }));
  const result = { ...plan, teams };
  rounded.set(plan, result);
  return result;
}

const rounded = new WeakMap<Plan, Plan>();

const roundNumbers = (numbers: Numbers): Numbers =>
  Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, Math.fround(value)]));
