import { planSurface } from '../../../src/engine/plan-run.ts';
import type { Domain } from '../../../src/engine/run-spec.ts';
import { createEvaluator } from '../../../src/formula/evaluate.ts';

export interface Values {
  loss: Float64Array;
  gradient: [Float64Array, Float64Array];
  hessian: [Float64Array, Float64Array, Float64Array];
}

export interface Points {
  x: Float64Array;
  y: Float64Array;
}

type Params = Readonly<Record<string, number>>;

/** Loss, gradient and Hessian of a catalogue surface in float64. */
export function evaluateSurface(id: string, { x, y }: Points, params: Params = {}): Values {
  const surface = planSurface({ id, params });
  const { graph, loss, gradient, hessian } = surface.compiled;
  const out = Array.from({ length: 6 }, () => new Float64Array(x.length));
  createEvaluator(graph, [loss, ...gradient, ...hessian]).run(x, y, surface.params, out);
  return { loss: out[0], gradient: [out[1], out[2]], hessian: [out[3], out[4], out[5]] };
}

/** The loss alone, as a function to be called often. */
export function lossOf(id: string, params: Params): (points: Points) => Float64Array {
  const surface = planSurface({ id, params });
  const { graph, loss } = surface.compiled;
  const evaluator = createEvaluator(graph, [loss]);
  return ({ x, y }) => {
    const out = new Float64Array(x.length);
    evaluator.run(x, y, surface.params, [out]);
    return out;
  };
}

export const pointsOf = (list: readonly (readonly [number, number])[]): Points => ({
  x: Float64Array.from(list, (point) => point[0]),
  y: Float64Array.from(list, (point) => point[1]),
});

/** A regular grid over a domain, edges included, row by row. */
export function gridOf([xmin, xmax, ymin, ymax]: Readonly<Domain>, side: number): Points {
  const x = new Float64Array(side * side);
  const y = new Float64Array(side * side);
  for (let k = 0; k < x.length; k++) {
    x[k] = xmin + ((xmax - xmin) * (k % side)) / (side - 1);
    y[k] = ymin + ((ymax - ymin) * Math.floor(k / side)) / (side - 1);
  }
  return { x, y };
}
