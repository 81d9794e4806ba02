import type { CompiledFormula } from '../formula/compile.ts';
import { type Optimizer, readsHessian } from '../optimizers/optimizer.ts';
import { countOperations } from './operations.ts';

/**
 * How a thread works, chosen by what is quickest, without any effect on what comes out. A GPU that is a program pays for
 * every thread, every turn of a loop and every load, and has no other threads to fill a pause. A GPU proper hides all of
 * that behind other threads, of which it needs many. docs/performance.md has the measurements.
 */
export interface KernelForm {
  /** Trajectories or vertices per thread. */
  perThread: number;
  /** Steps or vertices per turn of its loop. */
  unroll: number;
}

export interface DescendForm extends KernelForm {
  /** Takes steps without judging the places on the way, as long as nothing may have ended there. */
  hurries: boolean;
}

/** Beyond so many operations in loss and gradient the loop around them no longer counts, and copies take long to compile. */
const FEW_OPERATIONS = 50;
/**
 * Beyond so many, judging does not count either, and a second loop takes as long again to compile: 1.4 s on SwiftShader
 * instead of 0.6 for 4,500 operations, which then are as quick.
 */
const MANY_OPERATIONS = 200;
/** Beyond so many numbers per coordinate several trajectories do not fit in the registers of a thread. */
const FEW_SLOTS = 3;

const operationsOf = (compiled: CompiledFormula): number =>
  countOperations(compiled, [compiled.loss, ...compiled.gradient]);

/** Of the descent; `perThread` is 1, 2 or 4, `unroll` 1 or 2. */
export function descendForm(
  compiled: CompiledFormula,
  optimizer: Optimizer,
  isSoftware: boolean,
): DescendForm {
  const operations = operationsOf(compiled);
  const hurries = operations <= MANY_OPERATIONS;
  const isSmall =
    optimizer.state.length <= FEW_SLOTS && !readsHessian(optimizer) && operations <= FEW_OPERATIONS;
  if (!isSmall) return { perThread: 1, unroll: 1, hurries };
  return { perThread: isSoftware ? 4 : 2, unroll: 2, hurries };
}

/** Of the landscape; `unroll` is 1 or 4. */
export function landscapeForm(compiled: CompiledFormula, isSoftware: boolean): KernelForm {
  if (!isSoftware) return { perThread: 4, unroll: 1 };
  return { perThread: 64, unroll: operationsOf(compiled) <= FEW_OPERATIONS ? 4 : 1 };
}
