import type { Numbers } from '../core/numbers.ts';
import type { HyperSpec, Wrapper } from '../optimizers/optimizer.ts';

/** A point of the curve, at `factor(params, step)`, that parameters move. */
export interface ScheduleHandle {
  /** What the point is, such as “End of the decay”. */
  title: string;
  /** Where it is; one that lies between two steps is drawn at the nearer. */
  step: number;
  /** Parameter that moves it along the steps: the larger, the later. */
  along?: string;
  /** Parameter that moves it up and down: the factor at `step` only grows with it, or only falls. */
  height?: string;
}

/** Learning-rate factor as a function of the step. One TypeScript file each and no WGSL. */
export interface Schedule {
  id: string;
  title: string;
  description: string;
  source: string;
  /** The factor as TeX. */
  equation: string;
  params: readonly HyperSpec[];
  /**
   * Factor on `lr` at a step counted from 0 (torch's scheduler epoch). Pure.
   * @param params as numbers
   * @param step whole number ≥ 0
   */
  factor(params: Numbers, step: number): number;
  /**
   * Points of the curve that can be dragged to change parameters, in the order of their steps.
   * @param params as numbers
   * @param steps length of the run
   */
  handles?(params: Numbers, steps: number): readonly ScheduleHandle[];
  /**
   * What the schedule does to each trajectory by itself, where it depends on more than the step: done after the steps of
   * every optimizer, with `params` as its hyperparameters.
   */
  wrapper?: Wrapper;
}
