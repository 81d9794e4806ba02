import type { CompiledFormula } from '../formula/compile.ts';
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
 * Trajectory-steps that a dispatch may hold. A dispatch should take about 8 ms, so that no watchdog takes the GPU for
 * hung and no frame is late: SwiftShader on two cores does some 2^26 trajectory-steps of Adam on Rosenbrock a second,
 * an integrated GPU some 2^33.
 */
const BUDGET_SOFTWARE = 2 ** 19;
const BUDGET_HARDWARE = 2 ** 26;
/** Beyond this many fused steps memory traffic no longer counts. */
const MOST_STEPS = 256;

/** Arithmetic operations in Rosenbrock's loss and gradient, and in Adam's step: the unit of the budgets. */
const UNIT_OPERATIONS = 34;
const OPTIMIZER_OPERATIONS = 21;
/** What a step on this surface costs, in steps of Adam on Rosenbrock. */
export const stepCost = (compiled: CompiledFormula): number =>
  (OPTIMIZER_OPERATIONS + countOperations(compiled, [compiled.loss, ...compiled.gradient])) / UNIT_OPERATIONS;

/** Steps to fuse into one dispatch for a team of `count`. @param cost see `stepCost` */
export function stepsPerDispatch(count: number, cost: number, isSoftware: boolean): number {
  const budget = isSoftware ? BUDGET_SOFTWARE : BUDGET_HARDWARE;
  return Math.min(MOST_STEPS, Math.max(1, Math.floor(budget / (count * cost))));
}

/** Steps whose scalars are on the device at a time, and dispatches whose uniforms are. */
export const SCALAR_ROWS = 1024;
export const MOST_DISPATCHES = 256;

export interface DispatchPlan {
  /** Row of the scalar table, which starts at the submission's first step. */
  offset: number;
  steps: number;
}

/** Cuts `steps` into submissions, and those into dispatches of at most `fused` steps. */
export function planDispatches(steps: number, fused: number): DispatchPlan[][] {
  const submissions: DispatchPlan[][] = [];
  const perSubmission = Math.min(SCALAR_ROWS, fused * MOST_DISPATCHES);
  for (let done = 0; done < steps; done += perSubmission) {
    const here = Math.min(perSubmission, steps - done);
    const dispatches: DispatchPlan[] = [];
    for (let offset = 0; offset < here; offset += fused) {
      dispatches.push({ offset, steps: Math.min(fused, here - offset) });
    }
    submissions.push(dispatches);
  }
  return submissions;
}
