import type { CompiledFormula } from '../formula/compile.ts';
import { type Optimizer, readsHessian } from '../optimizers/optimizer.ts';
import { countOperations } from './operations.ts';

/** How a thread of the descend kernel works: chosen by what is quickest, without any effect on what comes out. */
export interface DescendForm {
  /** Trajectories per thread. */
  lanes: 1 | 2 | 4;
  /** Steps per turn of its loop. */
  unroll: 1 | 2;
}

/** Beyond this many operations in loss and gradient a step costs so much that the loop around it no longer counts. */
const FEW_OPERATIONS = 50;
/** Beyond this many numbers per coordinate several trajectories do not fit in the registers of a thread. */
const FEW_SLOTS = 3;

/**
 * A GPU that is a program pays for every turn of a loop and for every load, and has no other threads to fill a pause:
 * four trajectories a thread, by the log of docs/performance.md. A GPU proper hides both behind other threads, which it
 * needs registers for: two.
 */
export function descendForm(
  compiled: CompiledFormula,
  optimizer: Optimizer,
  isSoftware: boolean,
): DescendForm {
  const isSmall =
    optimizer.state.length <= FEW_SLOTS &&
    !readsHessian(optimizer) &&
    countOperations(compiled, [compiled.loss, ...compiled.gradient]) <= FEW_OPERATIONS;
  if (!isSmall) return { lanes: 1, unroll: 1 };
  return { lanes: isSoftware ? 4 : 2, unroll: 2 };
}
