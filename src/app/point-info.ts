import { eigenvaluesSymmetric2 } from '../core/symmetric2.ts';
import type { PlannedSurface } from '../engine/plan.ts';
import { createEvaluator } from '../formula/evaluate.ts';

/** What a person wants to know of a point of a surface, float64. */
export interface PointInfo {
  x: number;
  y: number;
  loss: number;
  gradient: [number, number];
  /** ∂xx, ∂xy, ∂yy. */
  hessian: [number, number, number];
  /** Of the Hessian, smallest first. */
  eigenvalues: [number, number];
  /** |λ|max / |λ|min; +∞ where the smaller is 0. */
  condition: number;
  /** 2/λmax, beyond which plain gradient descent is unstable here; +∞ where no curvature is positive. */
  stableLr: number;
}

export function createPointInfo(surface: PlannedSurface): (x: number, y: number) => PointInfo {
  const { graph, loss, gradient, hessian } = surface.compiled;
  const evaluator = createEvaluator(graph, [loss, ...gradient, ...hessian]);
  const out = Array.from({ length: 6 }, () => new Float64Array(1));
  const at = [new Float64Array(1), new Float64Array(1)] as const;
  return (x, y) => {
    at[0][0] = x;
    at[1][0] = y;
    evaluator.run(at[0], at[1], surface.params, out, 1);
    const [l, gx, gy, xx, xy, yy] = out.map((column) => column[0]!) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const eigenvalues = eigenvaluesSymmetric2(xx, xy, yy);
    const [low, high] = eigenvalues;
    const magnitudes = [Math.abs(low), Math.abs(high)];
    return {
      x,
      y,
      loss: l,
      gradient: [gx, gy],
      hessian: [xx, xy, yy],
      eigenvalues,
      condition: Math.max(...magnitudes) / Math.min(...magnitudes),
      stableLr: high > 0 ? 2 / high : Number.POSITIVE_INFINITY,
    };
  };
}
