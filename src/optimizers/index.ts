import type { Numbers } from '../core/numbers.ts';
import type { Optimizer, Wrapper } from './optimizer.ts';
import lookahead from './wrappers/lookahead.ts';

/** What any optimizer can be told to do after each step, by hyperparameters that every one has. */
export const offeredWrappers: readonly Wrapper[] = [lookahead];
export const offeredHyper = offeredWrappers.flatMap(({ hyper }) => hyper);

/**
 * Every optimizer, in the order of their history, with the hyperparameters of what it can be wrapped in. A new file in
 * this folder is a new optimizer: nothing to edit here.
 */
export const optimizers: readonly Optimizer[] = Object.values(
  import.meta.glob<Optimizer>(['./*.ts', '!./{index,optimizer,hyper,wrap,initial-state}.ts'], {
    eager: true,
    import: 'default',
  }),
)
  .sort((a, b) => a.year - b.year || a.id.localeCompare(b.id))
  .map((optimizer) => ({ ...optimizer, hyper: [...optimizer.hyper, ...offeredHyper] }));

export const optimizerById = (id: string): Optimizer | undefined => optimizers.find((o) => o.id === id);

/** The wrappers that hyperparameters switch on. */
export const wrappersOf = (hyper: Numbers): readonly Wrapper[] => (hyper.lookahead! > 0 ? [lookahead] : []);
