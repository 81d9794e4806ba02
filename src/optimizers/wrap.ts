import type { HyperSpec, Optimizer, Wrapper } from './optimizer.ts';

/**
 * An optimizer with something done after each of its steps; the same optimizer where there is nothing to do. Keeps id
 * and title: what follows is still that optimizer, and the file of that id still holds its twin.
 */
export function wrapOptimizer(base: Optimizer, wrappers: readonly Wrapper[]): Optimizer {
  if (wrappers.length === 0) return base;
  return {
    ...base,
    hyper: wrappers.reduce((all, { hyper }) => union(all, hyper), base.hyper),
    state: [...base.state, ...wrappers.flatMap(({ state }) => state)],
    scalars: [...base.scalars, ...wrappers.flatMap(({ scalars }) => scalars)],
    wrappers,
    base,
    prepare: (h, lr, t, previous) =>
      Object.assign(
        base.prepare(h, lr, t, previous),
        ...wrappers.map((wrapper) => wrapper.prepare(h, lr, t, previous)),
      ),
    step(columns, h, s, n) {
      const before = columns.theta.slice(0, n);
      base.step(columns, h, s, n);
      for (const wrapper of wrappers) wrapper.finish(columns, before, h, s, n);
    },
  };
}

/** A hyperparameter may be listed with the optimizer already, so that people can set it before it does anything. */
function union(specs: readonly HyperSpec[], more: readonly HyperSpec[]): readonly HyperSpec[] {
  const names = new Set(specs.map(({ name }) => name));
  return [...specs, ...more.filter(({ name }) => !names.has(name))];
}
