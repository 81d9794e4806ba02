import { rateGrid } from '../engine/rate-grid.ts';
import type { RunSpec } from '../engine/run-spec.ts';
import { optimizerById } from '../optimizers/index.ts';
import type { AppState } from './app-state.ts';
import { editSpec } from './edits.ts';
import { suggestRate } from './suggest-rate.ts';

/**
 * Learning rates to tune each team with, as many and as far apart for all: about the rate that is suggested for its
 * optimizer on the surface, else about its default. What the teams have now plays no part, so that tuning a tuned run
 * finds the same.
 * @param decades powers of ten from the lowest to the highest
 */
export const ratesToTry = ({ optimizers, surface }: RunSpec, count: number, decades: number): number[][] =>
  optimizers.map(({ id }) => {
    const optimizer = optimizerById(id)!;
    const standard = optimizer.hyper.find(({ name }) => name === 'lr')?.default;
    return rateGrid(suggestRate(optimizer, surface) ?? Number(standard), decades, count);
  });

/** Gives each team a rate, in one change. @param rates one per team; null leaves a team as it is */
export const adoptRates = (state: AppState, rates: readonly (number | null)[]): AppState =>
  editSpec(state, {
    optimizers: state.spec.optimizers.map((optimizer, team) => {
      const lr = rates[team] ?? null;
      return lr === null ? optimizer : { ...optimizer, hyper: { ...optimizer.hyper, lr } };
    }),
  });

/** What a tuning was of: the run but for the learning rates, which it replaces. */
export const withoutRates = (spec: RunSpec): RunSpec => ({
  ...spec,
  optimizers: spec.optimizers.map(({ id, hyper: { lr: _, ...hyper } }) => ({ id, hyper })),
});
