import type { Numbers } from '../core/numbers.ts';

/** One hyperparameter. Values are numbers everywhere below the border; a boolean is 0 or 1, a choice its index. */
export interface HyperSpec {
  /** torch's name in camelCase. */
  name: string;
  kind: 'number' | 'boolean' | 'choice';
  /** In the form a RunSpec has it: a number, a boolean, or one of `choices`. */
  default: number | boolean | string;
  choices?: readonly string[];
  /** Inclusive bounds of validity (numbers only). `exclusiveMin`: `min` itself is refused. */
  min?: number;
  max?: number;
  exclusiveMin?: boolean;
  exclusiveMax?: boolean;
  integer?: boolean;
  /** Range and scale of the slider (numbers only). */
  slider?: { min: number; max: number; scale: 'linear' | 'log' };
  /** One sentence. */
  description: string;
  /** TeX symbol, such as `\\beta_1`. */
  symbol: string;
}

/** One number of state per coordinate. */
export interface StateSlot {
  name: string;
  /** Value before the first step (default 0). */
  initial?: number;
  description: string;
  symbol: string;
}

/**
 * What a twin works on: `theta` and `g` plus one array per state slot, float64, interleaved
 * [x₀, y₀, x₁, y₁, …]. `theta` and the slots are changed in place; `g` may be.
 */
export type Columns = { readonly theta: Float64Array; readonly g: Float64Array } & Readonly<
  Record<string, Float64Array>
>;

/**
 * A rule that turns (position, gradient, state) into (position, state).
 *
 * Its twin is `shaders/optimizers/<id>.wgsl`: the same operations, in the same order, with the same names:
 *
 * ```wgsl
 * fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T
 * ```
 *
 * where `State` has a `T` per slot, `Hyper` an `f32` per hyperparameter and `Scalars` an `f32` per entry of
 * `scalars`, all generated from the lists here. Pure: what comes out depends only on what went in.
 */
export interface Optimizer {
  id: string;
  title: string;
  /** One or two sentences: what it does and why it exists. */
  description: string;
  /** Paper (authors, year) and, where conventions differ, whose this follows. */
  source: string;
  /** Year it was published; the menus list optimizers in the order of their history. */
  year: number;
  /** The update as TeX, one line per assignment, in the order of the twin. */
  equations: readonly string[];
  hyper: readonly HyperSpec[];
  state: readonly StateSlot[];
  /** Names of the per-step scalars; the first is always `lr`, the scheduled learning rate. */
  scalars: readonly string[];
  /**
   * Everything that depends on the step number alone, in float64.
   * @param h hyperparameters as numbers
   * @param lr learning rate of this step: `h.lr` times the schedule's factor
   * @param t step number counted from 1, as in the papers
   * @param previous the scalars of step t − 1, or null at t = 1
   */
  prepare(h: Numbers, lr: number, t: number, previous: Numbers | null): Numbers;
  /** One step of `n` elements (two per trajectory). */
  step(columns: Columns, h: Numbers, s: Numbers, n: number): void;
}
