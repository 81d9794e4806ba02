import { type CompiledFormula, compileFormula } from '../../src/formula/compile.ts';
import { createEvaluator } from '../../src/formula/evaluate.ts';
import type { Graph, NodeId } from '../../src/formula/graph.ts';

/** The compiled formula; a formula that does not compile fails the test with its message. */
export function compiled(text: string, parameters: readonly string[] | 'any' = 'any'): CompiledFormula {
  const result = compileFormula(text, { parameters });
  if (!result.ok) throw new Error(`${text}: ${result.error.message}`);
  return result.compiled;
}

export interface Derivatives {
  loss: number;
  gradient: [number, number];
  hessian: [number, number, number];
}

/** Loss, gradient and Hessian at one point. */
export function derivativesAt(
  formula: CompiledFormula,
  x: number,
  y: number,
  params: Record<string, number> = {},
): Derivatives {
  const { graph, loss, gradient, hessian } = formula;
  const [l, gx, gy, xx, xy, yy] = valuesAt(graph, [loss, ...gradient, ...hessian], x, y, params);
  return { loss: l!, gradient: [gx!, gy!], hessian: [xx!, xy!, yy!] };
}

export function valuesAt(
  graph: Graph,
  outputs: readonly NodeId[],
  x: number,
  y: number,
  params: Record<string, number> = {},
): number[] {
  const out = outputs.map(() => new Float64Array(1));
  createEvaluator(graph, outputs).run(Float64Array.of(x), Float64Array.of(y), params, out);
  return out.map((values) => values[0]!);
}
