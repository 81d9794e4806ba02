import { type Plan, rateCount } from '../engine/plan.ts';
import type { GradientSpec } from '../engine/run-spec.ts';
import type { CompiledFormula } from '../formula/compile.ts';
import { type Optimizer, readsHessian } from '../optimizers/optimizer.ts';
import { WORKGROUP } from './kernels.ts';
import { countOperations } from './operations.ts';

/** WebGPU's guaranteed limit of workgroups along one axis. */
const MAX_WORKGROUPS = 65535;

/** Dispatches at least `threads` threads, in rows where one row would be too long. */
export function dispatchThreads(pass: GPUComputePassEncoder, threads: number): void {
  const [columns, rows] = workgroupGrid(threads);
  pass.dispatchWorkgroups(columns, rows);
}

export function workgroupGrid(threads: number): [columns: number, rows: number] {
  const workgroups = Math.ceil(threads / WORKGROUP);
  const rows = Math.ceil(workgroups / MAX_WORKGROUPS);
  return [Math.ceil(workgroups / rows), rows];
}

/**
 * Trajectory-steps that a dispatch may hold until it was measured what they take (dispatch-pace.ts), for 8 ms: SwiftShader
 * on two cores does 2^23 trajectory-steps of Adam on Rosenbrock a second where they are single ones, and 2^28 where 256 are
 * fused; an integrated GPU is thought to do some 2^33.
 */
const BUDGET_SOFTWARE = 2 ** 19;
const BUDGET_HARDWARE = 2 ** 26;
/** Beyond this many fused steps memory traffic no longer counts. */
export const MOST_STEPS = 256;
/**
 * Where trajectories may converge: whoever ends in the middle of a dispatch takes its steps again, with a judge at each, and
 * all that share its wave wait. Of 16 to 256, 64 was quickest for a swarm that converges within 1,024 steps.
 */
const MOST_STEPS_TO_STOP = 64;

/** Steps that a dispatch of a plan may have, however quick they are. */
export const mostSteps = ({ spec: { stop } }: Pick<Plan, 'spec'>): number =>
  stop.gradientNorm > 0 || stop.loss !== null ? MOST_STEPS_TO_STOP : MOST_STEPS;

/** Arithmetic operations in Rosenbrock's loss and gradient, and in Adam's step: the unit of the budgets. */
const UNIT_OPERATIONS = 34;
const OPTIMIZER_OPERATIONS = 21;
/** What a team's step on this surface costs, in steps of Adam on Rosenbrock. */
export function stepCost(
  compiled: CompiledFormula,
  optimizer: Optimizer,
  { sam }: Pick<GradientSpec, 'sam'>,
): number {
  const { loss, gradient, hessian } = compiled;
  const slopes = 1 + (optimizer.gradientAt ? 1 : 0) + (sam > 0 ? 1 : 0);
  const operations =
    OPTIMIZER_OPERATIONS +
    slopes * countOperations(compiled, [loss, ...gradient]) +
    (readsHessian(optimizer) ? countOperations(compiled, hessian) : 0);
  return operations / UNIT_OPERATIONS;
}

/** Steps to fuse into one dispatch for a team of `count`, before any was measured. @param cost see `stepCost` */
export function stepsPerDispatch(count: number, cost: number, isSoftware: boolean): number {
  const budget = isSoftware ? BUDGET_SOFTWARE : BUDGET_HARDWARE;
  return Math.min(MOST_STEPS, Math.max(1, Math.floor(budget / (count * cost))));
}

/** Rows of scalars that are on the device at a time. */
export const SCALAR_ROWS = 1024;
/** With many learning rates a step has many rows: a buffer of some megabytes instead of one for every few steps. */
const SCALAR_ROWS_OF_RATES = 2 ** 16;
/** Of one team in one submission: half a second of dispatches that keep to their time, after which others have their turn. */
export const MOST_DISPATCHES = 64;

/** Steps whose scalars are on the device at a time. */
export function scalarRowsOf(plan: Plan): number {
  const rates = rateCount(plan);
  return rates === 1
    ? SCALAR_ROWS
    : Math.max(1, Math.min(SCALAR_ROWS, Math.floor(SCALAR_ROWS_OF_RATES / rates)));
}

export interface DispatchPlan {
  /** Row of the scalar table, which starts at the submission's first step. */
  offset: number;
  steps: number;
}

export interface Submission {
  steps: number;
  /** Each team's dispatches, which make these steps. */
  teams: readonly (readonly DispatchPlan[])[];
}

/** Cuts `steps` into submissions, and those into dispatches of at most `fused[team]` steps. @param rows see `scalarRowsOf` */
export function planSubmissions(steps: number, fused: readonly number[], rows = SCALAR_ROWS): Submission[] {
  const submissions: Submission[] = [];
  const most = Math.min(rows, MOST_DISPATCHES * Math.min(...fused));
  for (let done = 0; done < steps; done += most) {
    const here = Math.min(most, steps - done);
    submissions.push({ steps: here, teams: fused.map((atOnce) => cut(here, atOnce)) });
  }
  return submissions;
}

function cut(steps: number, atOnce: number): DispatchPlan[] {
  const dispatches: DispatchPlan[] = [];
  for (let offset = 0; offset < steps; offset += atOnce) {
    dispatches.push({ offset, steps: Math.min(atOnce, steps - offset) });
  }
  return dispatches;
}
