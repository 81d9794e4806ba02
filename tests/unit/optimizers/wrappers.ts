import type { Wrapper } from '../../../src/optimizers/optimizer.ts';

/** Everything that an optimizer can be wrapped in, by hyperparameters or by a schedule. */
export const wrappers: readonly Wrapper[] = Object.values(
  import.meta.glob<Wrapper>('../../../src/optimizers/wrappers/*.ts', { eager: true, import: 'default' }),
);
