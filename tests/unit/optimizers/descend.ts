import type { Numbers } from '../../../src/core/numbers.ts';
import { completeHyper } from '../../../src/engine/complete-values.ts';
import type { HyperValue } from '../../../src/engine/run-spec.ts';
import { wrappersOf } from '../../../src/optimizers/index.ts';
import { initialState } from '../../../src/optimizers/initial-state.ts';
import type { Optimizer } from '../../../src/optimizers/optimizer.ts';
import { wrapOptimizer } from '../../../src/optimizers/wrap.ts';

export interface Descent {
  optimizer: Optimizer;
  hyper: Record<string, HyperValue>;
  gradient(x: number, y: number): [number, number];
  /** For what reads the loss. */
  loss?(x: number, y: number): number;
  /** [xx, xy, yy], for what reads curvatures. */
  hessian?(x: number, y: number): [number, number, number];
  /** Lowest known loss, which some defaults are. */
  lowest?: number;
  start: [number, number];
  steps: number;
  clipNorm?: number | null;
  factor?(step: number): number;
}

/** What a descent leaves behind, before the first and after every step: the position, and each slot at both coordinates. */
export interface Moment {
  position: [number, number];
  state: Record<string, [number, number]>;
}

/** One trajectory by the twin alone. Position before the first and after every step. */
export const descend = (descent: Descent): [number, number][] =>
  descendWithState(descent).map(({ position }) => position);

/** One trajectory by the twin alone, wrapped as its hyperparameters ask for: the plainest engine there can be. */
export function descendWithState(descent: Descent): Moment[] {
  const { gradient, steps, clipNorm = null, factor = () => 1 } = descent;
  const hyper = completeHyper(descent.optimizer, descent.hyper, descent.lowest);
  const optimizer = wrapOptimizer(descent.optimizer, wrappersOf(hyper));
  const theta = Float64Array.from(descent.start);
  const g = new Float64Array(2);
  const at = new Float64Array(2);
  const slots = Object.fromEntries(optimizer.state.map((slot) => [slot.name, initialState(slot, theta)]));
  const readings = Object.fromEntries((optimizer.reads ?? []).map((name) => [name, new Float64Array(2)]));
  const columns = { ...slots, ...readings, theta, g };
  const moment = (): Moment => ({
    position: pair(theta),
    state: Object.fromEntries(Object.entries(slots).map(([name, slot]) => [name, pair(slot)])),
  });

  const moments = [moment()];
  let previous: Numbers | null = null;
  for (let step = 0; step < steps; step++) {
    previous = optimizer.prepare(hyper, hyper.lr * factor(step), step + 1, previous);
    at.set(theta);
    optimizer.gradientAt?.(columns, hyper, previous, 2, at);
    g.set(clip(gradient(at[0], at[1]), clipNorm));
    for (const [name, reading] of Object.entries(readings)) reading.set(read(descent, name, theta));
    optimizer.step(columns, hyper, previous, 2);
    moments.push(moment());
  }
  return moments;
}

const pair = ([x, y]: Float64Array): [number, number] => [x, y];

/** A reading as a twin is handed it. */
function read({ loss, hessian }: Descent, name: string, [x, y]: Float64Array): [number, number] {
  const value = loss?.(x, y) ?? Number.NaN;
  const [xx, xy, yy] = hessian?.(x, y) ?? [Number.NaN, Number.NaN, Number.NaN];
  if (name === 'loss') return [value, value];
  return name === 'curvature' ? [xx, yy] : [xy, xy];
}

/** torch's `clip_grad_norm_`, with its 1e-6 in the denominator. */
function clip(g: [number, number], norm: number | null): [number, number] {
  if (norm === null) return g;
  const scale = Math.min(1, norm / (Math.hypot(...g) + 1e-6));
  return [g[0] * scale, g[1] * scale];
}
