import type { Numbers } from '../../../src/core/numbers.ts';
import { completeHyper } from '../../../src/engine/complete-values.ts';
import type { HyperValue } from '../../../src/engine/run-spec.ts';
import { initialState } from '../../../src/optimizers/initial-state.ts';
import type { Optimizer } from '../../../src/optimizers/optimizer.ts';

export interface Descent {
  optimizer: Optimizer;
  hyper: Record<string, HyperValue>;
  gradient(x: number, y: number): [number, number];
  start: [number, number];
  steps: number;
  clipNorm?: number | null;
  factor?(step: number): number;
}

/** One trajectory by the twin alone: the plainest engine there can be. Position before the first and after every step. */
export function descend(descent: Descent): [number, number][] {
  const { optimizer, gradient, steps, clipNorm = null, factor = () => 1 } = descent;
  const hyper = completeHyper(optimizer, descent.hyper);
  const theta = Float64Array.from(descent.start);
  const g = new Float64Array(2);
  const slots = optimizer.state.map((slot) => [slot.name, initialState(slot, theta)] as const);
  const columns = { ...Object.fromEntries(slots), theta, g };

  const path: [number, number][] = [[theta[0], theta[1]]];
  let previous: Numbers | null = null;
  for (let step = 0; step < steps; step++) {
    g.set(clip(gradient(theta[0], theta[1]), clipNorm));
    previous = optimizer.prepare(hyper, hyper.lr * factor(step), step + 1, previous);
    optimizer.step(columns, hyper, previous, 2);
    path.push([theta[0], theta[1]]);
  }
  return path;
}

/** torch's `clip_grad_norm_`, with its 1e-6 in the denominator. */
function clip(g: [number, number], norm: number | null): [number, number] {
  if (norm === null) return g;
  const scale = Math.min(1, norm / (Math.hypot(...g) + 1e-6));
  return [g[0] * scale, g[1] * scale];
}
