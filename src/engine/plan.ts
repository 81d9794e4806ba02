import type { Numbers } from '../core/numbers.ts';
import type { CompiledFormula } from '../formula/compile.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import type { Schedule } from '../schedules/schedule.ts';
import type { Minimum } from '../surfaces/surface.ts';
import type { Domain, RunSpec } from './run-spec.ts';

/** A surface ready to run: compiled, with its parameters' values. */
export interface PlannedSurface {
  /** Catalogue id, or null for a typed formula. */
  id: string | null;
  title: string;
  compiled: CompiledFormula;
  /** Values in the order of `compiled.parameters`. */
  params: Numbers;
  domain: Domain;
  minima: readonly Minimum[];
}

export interface PlannedTeam {
  optimizer: Optimizer;
  /** Complete, as numbers. */
  hyper: Numbers;
  /** Learning rates tried side by side in place of `hyper.lr`; null where there is but that one. */
  rates: readonly number[] | null;
}

/**
 * A RunSpec with every name looked up and every default filled in: what the engines execute.
 *
 * Trajectory k of all that a team has begins at start k mod `starts`, with that start's noise, and has learning rate
 * ⌊k / starts⌋ of the team's rates. A run holds `count` of them, from `first` on.
 */
export interface Plan {
  spec: RunSpec;
  surface: PlannedSurface;
  teams: readonly PlannedTeam[];
  schedule: Schedule;
  scheduleParams: Numbers;
  /** Number of starts that the spec describes. */
  starts: number;
  /** First trajectory of each team that takes part, 0 in a run of all. */
  first: number;
  /** Trajectories per team that take part. */
  count: number;
}

/** The same plan for `count` of its trajectories alone, from `first` on: each does what it does among all. */
export const windowOf = (plan: Plan, first: number, count: number): Plan => ({ ...plan, first, count });

/**
 * Every start with every learning rate: as many trajectories as there are of both together.
 * @param rates learning rates, one list per team, all of one length
 */
export const sweepOf = (plan: Plan, rates: readonly (readonly number[])[]): Plan => ({
  ...plan,
  teams: plan.teams.map((team, index) => ({ ...team, rates: rates[index]! })),
  first: 0,
  count: plan.starts * rates[0]!.length,
});

/** Learning rates that each team of a plan has: 1 where none are tried side by side. */
export const rateCount = ({ teams }: Pick<Plan, 'teams'>): number => teams[0]?.rates?.length ?? 1;

/** Trajectories of a run that have one of the rates, from the first to before the last, counted from the run's first. */
export function trajectoriesOfRate(
  { starts, first, count }: Plan,
  rate: number,
): [low: number, high: number] {
  const within = (trajectory: number) => Math.min(count, Math.max(0, trajectory - first));
  return [within(rate * starts), within((rate + 1) * starts)];
}
