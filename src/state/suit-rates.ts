import type { OptimizerSpec, SurfaceSpec } from '../engine/run-spec.ts';
import { optimizerById } from '../optimizers/index.ts';
import type { AppState } from './app-state.ts';
import { editSpec } from './edits.ts';
import type { HandRates } from './hand-rates.ts';
import { suggestRate } from './suggest-rate.ts';

/**
 * Another surface, with learning rates that suit it in the same change, so that “back” undoes both: a rate that is
 * right on one surface makes every trajectory diverge on another. Rates that a person chose stay.
 */
export const setSurface = (state: AppState, surface: SurfaceSpec, byHand: HandRates): AppState =>
  editSpec(state, {
    surface,
    optimizers: state.spec.optimizers.map((optimizer) => suitRate(optimizer, surface, byHand)),
  });

/** The optimizer with the rate that is suggested on a surface; as it is where a person chose, or nothing suits. */
export function suitRate(optimizer: OptimizerSpec, surface: SurfaceSpec, byHand: HandRates): OptimizerSpec {
  if (byHand.has(optimizer)) return optimizer;
  const entry = optimizerById(optimizer.id);
  const rate = entry === undefined ? null : suggestRate(entry, surface);
  return rate === null ? optimizer : { ...optimizer, hyper: { ...optimizer.hyper, lr: rate } };
}
