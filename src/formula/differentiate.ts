import type { Graph, NodeId } from './graph.ts';
import { livePath } from './live.ts';
import type { Op, UnaryOp } from './ops.ts';

/**
 * Derivatives of `output` with respect to `inputs`, as new nodes of the same graph: one reverse sweep (the chain
 * rule as back-propagation does it). Where `output` does not depend on an input the result is the constant 0.
 *
 * Where a derivative does not exist, or is infinite at the tip of a root, the choice is:
 *
 * | function | at | derivative used | as in |
 * | --- | --- | --- | --- |
 * | abs(u) | u = 0 | 0 | torch (sign(0) = 0) |
 * | sign(u), floor(u) | everywhere | 0 | torch |
 * | relu(u) | u = 0 | 0 | torch |
 * | min(u, v), max(u, v) | u = v | ½ to each | torch.minimum, torch.maximum |
 * | sqrt(u), cbrt(u), u^p with constant 0 < p < 1 | u = 0 | 0, where the slope is infinite | own choice: √(x²+y²) and √|x| then have 0 at their tip, where torch's chain rule gives NaN |
 * | hypot(u, v) | u = v = 0 | 0 | torch.linalg.norm |
 * | atan2(u, v) | u = v = 0 | 0 | torch |
 * | u^v with respect to v | u = 0 | 0 | torch, for v ≥ 0 |
 *
 * Elsewhere IEEE arithmetic decides: 1/u, log(u), asin(u), acos(u) and u^p with p < 0 have infinite derivatives at
 * the ends of their domains and NaN beyond them, and an infinite factor times zero is NaN.
 */
export function gradient(graph: Graph, output: NodeId, inputs: readonly NodeId[]): NodeId[] {
  const path = livePath(graph, output, inputs);
  const adjoints = new Map<NodeId, NodeId>([[output, graph.constant(1)]]);
  for (const id of path) {
    const adjoint = adjoints.get(id);
    if (adjoint === undefined) continue;
    const { op, args } = graph.nodes[id]!;
    const rule = rules[op];
    if (rule === undefined) continue;
    const contributions = rule(new Chain(graph, id, adjoint), args[0]!, args[1]!);
    args.forEach((argument, k) => {
      const contribution = contributions[k];
      if (contribution === undefined || !path.has(argument)) return;
      const sum = adjoints.get(argument);
      adjoints.set(argument, sum === undefined ? contribution() : graph.apply('add', sum, contribution()));
    });
  }
  return inputs.map((input) => adjoints.get(input) ?? graph.constant(0));
}

/** Shorthands for building what one node passes on to its arguments. */
class Chain {
  private readonly graph: Graph;
  /** The node itself. */
  readonly result: NodeId;
  /** ∂output/∂result. */
  readonly adjoint: NodeId;

  constructor(graph: Graph, result: NodeId, adjoint: NodeId) {
    this.graph = graph;
    this.result = result;
    this.adjoint = adjoint;
  }

  c = (value: number): NodeId => this.graph.constant(value);
  value = (a: NodeId): number | undefined => this.graph.valueOf(a);
  neg = (a: NodeId): NodeId => this.graph.apply('neg', a);
  add = (a: NodeId, b: NodeId): NodeId => this.graph.apply('add', a, b);
  sub = (a: NodeId, b: NodeId): NodeId => this.graph.apply('sub', a, b);
  mul = (a: NodeId, b: NodeId): NodeId => this.graph.apply('mul', a, b);
  div = (a: NodeId, b: NodeId): NodeId => this.graph.apply('div', a, b);
  divOrZero = (a: NodeId, b: NodeId): NodeId => this.graph.apply('divOrZero', a, b);
  square = (a: NodeId): NodeId => this.mul(a, a);
  pow = (a: NodeId, b: NodeId): NodeId => this.graph.apply('pow', a, b);
  f = (op: UnaryOp, a: NodeId): NodeId => this.graph.apply(op, a);
  /** adjoint · slope. */
  times = (slope: NodeId): NodeId => this.mul(this.adjoint, slope);
}

type Contribution = () => NodeId;
/** What a node adds to the adjoint of each argument; left out where that is zero. */
type Rule = (d: Chain, a: NodeId, b: NodeId) => readonly (Contribution | undefined)[];

const rules: Partial<Record<Op, Rule>> = {
  add: (d) => [() => d.adjoint, () => d.adjoint],
  sub: (d) => [() => d.adjoint, () => d.neg(d.adjoint)],
  neg: (d) => [() => d.neg(d.adjoint)],
  mul: (d, a, b) =>
    // (a²)' = 2a in one piece, so that the 2 folds into a constant adjoint.
    a === b ? [() => d.mul(d.mul(d.c(2), d.adjoint), a)] : [() => d.times(b), () => d.times(a)],
  div: (d, _, b) => [() => d.div(d.adjoint, b), () => d.neg(d.div(d.times(d.result), b))],
  divOrZero: (d, _, b) => [() => d.divOrZero(d.adjoint, b), () => d.neg(d.divOrZero(d.times(d.result), b))],
  // ½ + ½·sign is 1 for the one chosen, 0 for the other, ½ for both where they tie.
  min: (d, a, b) => [() => d.times(chosen(d, d.sub(b, a))), () => d.times(chosen(d, d.sub(a, b)))],
  max: (d, a, b) => [() => d.times(chosen(d, d.sub(a, b))), () => d.times(chosen(d, d.sub(b, a)))],
  pow: (d, a, b) => [() => d.times(powerSlope(d, a, b)), () => d.times(d.mul(d.result, logOrZero(d, a)))],
  atan2: (d, a, b) => {
    const over = (c: NodeId): NodeId => d.divOrZero(d.times(c), d.add(d.square(a), d.square(b)));
    return [() => over(b), () => d.neg(over(a))];
  },
  hypot: (d, a, b) =>
    a === b
      ? [() => d.divOrZero(d.mul(d.mul(d.c(2), d.adjoint), a), d.result)]
      : [() => d.divOrZero(d.times(a), d.result), () => d.divOrZero(d.times(b), d.result)],

  abs: (d, a) => [() => d.times(d.f('sign', a))],
  relu: (d, a) => [() => d.times(d.f('relu', d.f('sign', a)))],
  sqrt: (d) => [() => d.divOrZero(d.mul(d.c(0.5), d.adjoint), d.result)],
  cbrt: (d) => [() => d.divOrZero(d.adjoint, d.mul(d.c(3), d.square(d.result)))],
  exp: (d) => [() => d.times(d.result)],
  log: (d, a) => [() => d.div(d.adjoint, a)],
  log2: (d, a) => [() => d.div(d.adjoint, d.mul(d.c(Math.LN2), a))],
  log10: (d, a) => [() => d.div(d.adjoint, d.mul(d.c(Math.LN10), a))],
  sin: (d, a) => [() => d.times(d.f('cos', a))],
  cos: (d, a) => [() => d.neg(d.times(d.f('sin', a)))],
  tan: (d) => [() => d.times(d.add(d.c(1), d.square(d.result)))],
  asin: (d, a) => [() => d.div(d.adjoint, cosineOf(d, a))],
  acos: (d, a) => [() => d.neg(d.div(d.adjoint, cosineOf(d, a)))],
  atan: (d, a) => [() => d.div(d.adjoint, d.add(d.c(1), d.square(a)))],
  sinh: (d, a) => [() => d.times(d.f('cosh', a))],
  cosh: (d, a) => [() => d.times(d.f('sinh', a))],
  // 1 − tanh² is 4·σ(2a)·σ(−2a), which keeps its relative precision where tanh is nearly ±1.
  tanh: (d, a) => [() => d.times(d.mul(d.c(4), sigmoidSlope(d, d.mul(d.c(2), a))))],
  sigmoid: (d, a) => [() => d.times(sigmoidSlope(d, a))],
  softplus: (d, a) => [() => d.times(d.f('sigmoid', a))],
  gaussian: (d, a) => [() => d.times(d.mul(d.mul(d.c(-2), a), d.result))],
};

const chosen = (d: Chain, margin: NodeId): NodeId => d.add(d.c(0.5), d.mul(d.c(0.5), d.f('sign', margin)));

/** σ(a)·σ(−a): unlike σ·(1 − σ), precise in both tails. */
const sigmoidSlope = (d: Chain, a: NodeId): NodeId => d.mul(d.f('sigmoid', a), d.f('sigmoid', d.neg(a)));

/** √(1 − a²), factored so that nothing cancels near ±1. */
const cosineOf = (d: Chain, a: NodeId): NodeId => d.f('sqrt', d.mul(d.sub(d.c(1), a), d.add(d.c(1), a)));

/** b·a^(b−1). */
function powerSlope(d: Chain, a: NodeId, b: NodeId): NodeId {
  const exponent = d.value(b);
  if (exponent !== undefined && exponent > 0 && exponent < 1) return d.mul(b, d.divOrZero(d.result, a));
  return d.mul(b, d.pow(a, d.sub(b, d.c(1))));
}

/** log(a), and 0 at a = 0: adding 1 − sign² there, and nothing anywhere else. */
function logOrZero(d: Chain, a: NodeId): NodeId {
  return d.f('log', d.add(a, d.sub(d.c(1), d.square(d.f('sign', a)))));
}
