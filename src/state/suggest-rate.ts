import { eigenvaluesSymmetric2 } from '../core/symmetric2.ts';
import { planSurface } from '../engine/plan-run.ts';
import type { SurfaceSpec } from '../engine/run-spec.ts';
import { createEvaluator } from '../formula/evaluate.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { gaitOf } from './gait.ts';

/** Points along a side of the grid that the curvature is looked up on. */
const GRID = 33;
/** Share of the grid on which the suggested rate is stable: a cliff at a corner should not slow down all the rest. */
const STABLE_SHARE = 0.95;
/** Steps in which an optimizer that moves about its rate per step crosses the domain. */
const CROSSING_STEPS = 500;

/**
 * A learning rate to begin with on a surface, one significant digit.
 *
 * Optimizers that walk about their rate per step, whatever the gradient, get it from the width of the domain. Those
 * whose steps are as long as the gradient are stable up to 2/λmax: half of that, with λmax the curvature that most of
 * the domain stays below. Null where the surface has no finite curvature, and for optimizers with a pace of their own.
 */
export function suggestRate(optimizer: Optimizer, surface: SurfaceSpec): number | null {
  const planned = planSurface(surface);
  const [xmin, xmax, ymin, ymax] = planned.domain;
  const gait = gaitOf(optimizer);
  if (gait === 'own') return null;
  if (gait === 'rate') return oneDigit(Math.min(xmax - xmin, ymax - ymin) / CROSSING_STEPS);

  const n = GRID * GRID;
  const x = Float64Array.from({ length: n }, (_, k) => xmin + ((k % GRID) / (GRID - 1)) * (xmax - xmin));
  const y = Float64Array.from(
    { length: n },
    (_, k) => ymin + (Math.floor(k / GRID) / (GRID - 1)) * (ymax - ymin),
  );
  const [xx, xy, yy] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  const { graph, hessian } = planned.compiled;
  createEvaluator(graph, hessian).run(x, y, planned.params, [xx, xy, yy]);
  const curvatures = Array.from(xx, (a, k) =>
    Math.max(...eigenvaluesSymmetric2(a, xy[k]!, yy[k]!).map(Math.abs)),
  )
    .filter((curvature) => Number.isFinite(curvature) && curvature > 0)
    .sort((a, b) => a - b);
  const curvature = curvatures[Math.floor(STABLE_SHARE * (curvatures.length - 1))];
  return curvature === undefined ? null : oneDigit(1 / curvature);
}

const oneDigit = (value: number): number => Number(value.toPrecision(1));
