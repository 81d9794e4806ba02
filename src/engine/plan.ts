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
}

/** A RunSpec with every name looked up and every default filled in: what the engines execute. */
export interface Plan {
  spec: RunSpec;
  surface: PlannedSurface;
  teams: readonly PlannedTeam[];
  schedule: Schedule;
  scheduleParams: Numbers;
  /** Number of starts, and so of trajectories per team. */
  count: number;
}
