import type { Domain, RunSpec } from './run-spec.ts';

/** What `{}` means. Part of the contract: a permalink or a preset leaves out what is equal to this. */
export const defaultSpec: Readonly<RunSpec> = {
  version: 1,
  surface: { id: 'rosenbrock', params: {} },
  optimizers: [{ id: 'adam', hyper: { lr: 0.02 } }],
  schedule: { id: 'constant', params: {} },
  gradient: { noise: 0, batchSize: 1, sam: 0, clipNorm: null, clipValue: null, centralize: false },
  starts: { kind: 'grid', count: 10_000 },
  steps: 500,
  stop: { gradientNorm: 0, loss: null },
  seed: 1,
};

/** Domain of a typed formula. */
export const DEFAULT_DOMAIN: Readonly<Domain> = [-5, 5, -5, 5];
export const DEFAULT_COUNT = 10_000;
/** Standard deviation of normal starts, as a fraction of the half-width. */
export const DEFAULT_SPREAD = 0.2;
/** Radius of a ring of starts, as a fraction of the half-width. */
export const DEFAULT_RADIUS = 0.8;
