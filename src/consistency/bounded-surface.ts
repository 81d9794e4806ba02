import type { Numbers } from '../core/numbers.ts';
import type { PlannedSurface } from '../engine/plan.ts';
import { createBoundedEvaluator } from '../formula/bounds.ts';

/** A surface's float64 values, each with the largest error that evaluating it in float32 can make there. */
export interface BoundedSurface {
  /**
   * Planar outputs, in the order loss, ∂x, ∂y, ∂xx, ∂xy, ∂yy.
   * @param x,y points, [n]
   * @param reach how far what a device evaluates may be from them; nowhere unless given, which means float32 values
   */
  evaluate(x: Float64Array, y: Float64Array, reach?: readonly [x: Float64Array, y: Float64Array]): Bounded;
}

/** One array per output; a bound that is not finite means that any value is allowed. */
export interface Bounded {
  values: readonly Float64Array[];
  bounds: readonly Float64Array[];
}

/** @param outputs how many of the six outputs are wanted */
export function createBoundedSurface({ compiled, params }: PlannedSurface, outputs: 3 | 6): BoundedSurface {
  const { graph, loss, gradient, hessian } = compiled;
  const nodes = [loss, ...gradient, ...hessian].slice(0, outputs);
  const evaluator = createBoundedEvaluator(graph, nodes);
  const given = roundNumbers(params);
  return {
    evaluate(x, y, reach) {
      const columns = () => nodes.map(() => new Float64Array(x.length));
      const [values, bounds] = [columns(), columns()];
      evaluator.run(x, y, given, values, bounds, x.length, reach);
      return { values, bounds };
    },
  };
}

/** What the GPU is given in place of these float64 numbers. */
export const roundNumbers = (numbers: Numbers): Numbers =>
  Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, Math.fround(value)]));
