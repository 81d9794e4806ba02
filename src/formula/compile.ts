import type { Graph } from './graph.ts';

/**
 * A formula with its derivatives as nodes of one hash-consed graph, ready for every printer and evaluator.
 * Node ids index `graph.nodes`; a node's arguments always have smaller ids than itself.
 */
export interface CompiledFormula {
  text: string;
  graph: Graph;
  /** Names of parameters that occur or were declared, in declaration order. */
  parameters: readonly string[];
  loss: number;
  /** [∂x, ∂y]. */
  gradient: readonly [number, number];
  /** [∂xx, ∂xy, ∂yy]. */
  hessian: readonly [number, number, number];
}
