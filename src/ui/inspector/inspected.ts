import type { Numbers } from '../../core/numbers.ts';
import type { TeamSnapshot } from '../../engine/engine.ts';
import type { Optimizer } from '../../optimizers/optimizer.ts';

/** The two coordinates of something. */
export type Pair = readonly [number, number];

/** One step of a trajectory with all that went into it. */
export interface InspectedStep {
  /** Number of the step, counted from 1. */
  t: number;
  /** Position (`theta`) and state slots, as the engine has them. */
  before: Readonly<Record<string, Pair>>;
  after: Readonly<Record<string, Pair>>;
  /** What the optimizer was handed: the gradient after all transforms, float64. */
  gradient: Pair;
  /** ∇L where the step began, float64. */
  slope: Pair;
  hyper: Numbers;
  scalars: Numbers;
  /** What the reference makes of `before`, and how far the engine may be from it; null where the reference is the engine. */
  expected: Expected | null;
  /** Of the surface where the step began: eigenvalues of the Hessian, smallest first, and their unit directions. */
  curvature: { eigenvalues: Pair; directions: readonly [Pair, Pair] };
}

/** By name, as `before` and `after`. */
export type Expected = Readonly<Record<string, { value: Pair; allowed: Pair }>>;

/** A trajectory and the step of it that is shown. */
export interface InspectedTrajectory {
  team: number;
  /** Of the trajectory in its team, counted from 0, and how many there are. */
  index: number;
  count: number;
  /** CSS colour of the team. */
  color: string;
  /** With its wrappers. */
  optimizer: Optimizer;
  /** Complete, as numbers. */
  hyper: Numbers;
  /** Whether the optimizer is handed something else than ∇L: noise is added, or it is clipped, and so on. */
  isTransformed: boolean;
  status: string;
  start: Pair;
  /** Steps taken at the shown moment, and the position and loss there. */
  t: number;
  position: Pair;
  loss: number;
  /** Oldest and newest moment that can be shown at once. */
  first: number;
  last: number;
  /** Whether nothing can come after the newest: it rests, or the run has no more steps. */
  isOver: boolean;
  /** Whether the newest step is shown as the run goes on. */
  isFollowing: boolean;
  /** Snapshots of the trajectory one step apart, from `first` on, and ∇L at each. */
  moments: readonly TeamSnapshot[];
  slopes: readonly Pair[];
  /** How the shown moment was reached; null at the oldest. */
  step: InspectedStep | null;
}
