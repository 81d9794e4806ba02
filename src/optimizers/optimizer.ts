import type { Numbers } from '../core/numbers.ts';

/** One hyperparameter. Values are numbers everywhere below the border; a boolean is 0 or 1, a choice its index. */
export interface HyperSpec {
  /** torch's name in camelCase. */
  name: string;
  kind: 'number' | 'boolean' | 'choice';
  /** In the form a RunSpec has it: a number, a boolean, or one of `choices`. */
  default: number | boolean | string;
  choices?: readonly string[];
  /**
   * Where the default depends on something else: on which choice the optimizer's `convention` has, or on the lowest
   * known loss of the surface (`default` where none is known).
   */
  defaultBy?: { convention: Readonly<Record<string, number>> } | 'lowest loss';
  /** Name of another hyperparameter without which, at 0, this one means nothing. */
  onlyWith?: string;
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

/** One number of state per coordinate. What a trajectory has once (a norm, a count) is kept at both. */
export interface StateSlot {
  name: string;
  /** Value before the first step (default 0); 'start' is the position that the trajectory starts from. */
  initial?: number | 'start';
  description: string;
  symbol: string;
}

/**
 * What a twin may read of the surface at the position beside the gradient, before noise and other transforms: the loss
 * (the same at both coordinates), the Hessian's diagonal, and its off-diagonal entry (the same at both).
 */
export const readings = ['loss', 'curvature', 'crossCurvature'] as const;
export type Reading = (typeof readings)[number];

/** What an optimizer and what it is wrapped in read, each once. */
export const readingsOf = ({ reads = [], wrappers = [] }: Optimizer): readonly Reading[] => [
  ...new Set([...reads, ...wrappers.flatMap(({ reads = [] }) => reads)]),
];

export const readsHessian = (optimizer: Optimizer): boolean =>
  readingsOf(optimizer).some((name) => name !== 'loss');

/**
 * What a twin works on: `theta` and `g` plus one array per state slot and per reading, float64, interleaved
 * [x₀, y₀, x₁, y₁, …]. `theta` and the slots are changed in place; `g` may be.
 */
export type Columns = { readonly theta: Float64Array; readonly g: Float64Array } & Readonly<
  Record<string, Float64Array>
>;

/** A quantity that papers name and a twin does not keep, such as m̂: for showing a step, not for taking it. */
export interface Derived {
  /** TeX symbol, such as `\\hat m`; `equations` say what it is made of. */
  symbol: string;
  description: string;
  /** The state slot that it corrects, where it is one. */
  corrects?: string;
  /**
   * Its value for one coordinate.
   * @param at `theta` before the step, `g`, and the state slots after the step
   * @param t step number counted from 1
   */
  value(at: Numbers, h: Numbers, t: number): number;
}

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
 * `scalars`, all generated from the lists here. One that has `reads` is handed them, a `T` each, after the gradient:
 *
 * ```wgsl
 * fn step(theta: T, g: T, at: Readings, state: ptr<function, State>, h: Hyper, s: Scalars) -> T
 * ```
 *
 * Pure: what comes out depends only on what went in.
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
  /** Names of the per-step scalars that the twins read; `prepare` always gives `lr`, the scheduled learning rate, as well. */
  scalars: readonly string[];
  /** What it reads of the surface beside the gradient (default nothing). */
  reads?: readonly Reading[];
  /**
   * The step of one coordinate depends on the other's (norms, inner products, matrices): elements 2i and 2i + 1 belong
   * together, and `T` is `vec2f`. All others work element by element, for any number of parameters.
   */
  couples?: true;
  /**
   * Everything that depends on the step number alone, in float64.
   * @param h hyperparameters as numbers
   * @param lr learning rate of this step: `h.lr` times the schedule's factor
   * @param t step number counted from 1, as in the papers
   * @param previous the scalars of step t − 1, or null at t = 1
   */
  prepare(h: Numbers, lr: number, t: number, previous: Numbers | null): Numbers;
  /**
   * Where the gradient of this step is taken, if not at `theta`: writes to `at`, changes nothing else. Loss, stop rules
   * and readings stay those at `theta`, which is the position that counts. Twin, in the same file:
   *
   * ```wgsl
   * fn gradientAt(theta: T, state: State, h: Hyper, s: Scalars) -> T
   * ```
   */
  gradientAt?(columns: Columns, h: Numbers, s: Numbers, n: number, at: Float64Array): void;
  /** One step of `n` elements (two per trajectory). */
  step(columns: Columns, h: Numbers, s: Numbers, n: number): void;
  /** What else there is to show of a step (default nothing). */
  derived?: readonly Derived[];
  /** What is done after each step, in this order (default nothing), and the optimizer without it: see `wrapOptimizer`. */
  wrappers?: readonly Wrapper[];
  base?: Optimizer;
}

/**
 * Something done after each step of any optimizer, with state of its own. Twin: `shaders/wrappers/<id>.wgsl`,
 *
 * ```wgsl
 * fn <id>(before: T, next: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T
 * fn <id>(before: T, next: T, at: Readings, state: ptr<function, State>, h: Hyper, s: Scalars) -> T   // with `reads`
 * ```
 *
 * with its id in camelCase. Its slots, scalars and hyperparameters join those of the optimizer, so their names must be
 * its own.
 */
export interface Wrapper {
  id: string;
  title: string;
  description: string;
  source: string;
  equations: readonly string[];
  hyper: readonly HyperSpec[];
  state: readonly StateSlot[];
  /** Names of its per-step scalars, without `lr`. */
  scalars: readonly string[];
  reads?: readonly Reading[];
  prepare(h: Numbers, lr: number, t: number, previous: Numbers | null): Numbers;
  /** The first step, from step t on, in which it does something (default t: it does in each). */
  nextAt?(h: Numbers, t: number): number;
  /** @param before positions before the step; `columns.theta` holds those after it, and is changed in place */
  finish(columns: Columns, before: Float64Array, h: Numbers, s: Numbers, n: number): void;
}
