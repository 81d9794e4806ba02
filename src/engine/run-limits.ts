export { MAX_STEPS } from '../optimizers/hyper.ts';

/** Bounds of a RunSpec, generous enough for any use and small enough that a typing error cannot stop the machine. */
export const MAX_TEAMS = 16;
/** Trajectories per team. */
export const MAX_COUNT = 10_000_000;
export const MAX_SEED = 2 ** 32 - 1;
/** Samples of a mini-batch: beyond this nothing is left of any noise. */
export const MAX_BATCH = 1_000_000;
