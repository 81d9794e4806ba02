import { MAX_TEAMS } from '../../src/engine/run-limits.ts';
import { optimizers } from '../../src/optimizers/index.ts';
import type { Optimizer } from '../../src/optimizers/optimizer.ts';

/** Every optimizer, in groups of what fits into one run. */
export const optimizerGroups: readonly (readonly Optimizer[])[] = Array.from(
  { length: Math.ceil(optimizers.length / MAX_TEAMS) },
  (_, k) => optimizers.slice(k * MAX_TEAMS, (k + 1) * MAX_TEAMS),
);

/** Ids of a group, for the title of a test. */
export const groupTitle = (group: readonly Optimizer[]): string => group.map(({ id }) => id).join(', ');
