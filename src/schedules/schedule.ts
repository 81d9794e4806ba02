import type { Numbers } from '../core/numbers.ts';
import type { HyperSpec, Wrapper } from '../optimizers/optimizer.ts';

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
   * What the schedule does to each trajectory by itself, where it depends on more than the step: done after the steps of
   * every optimizer, with `params` as its hyperparameters.
   */
  wrapper?: Wrapper;
}
