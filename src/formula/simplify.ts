import type { Graph, NodeId } from './graph.ts';
import type { BinaryOp, Op, UnaryOp } from './ops.ts';
import { simplifyPower } from './power.ts';

/**
 * The node that `op` on `args` equals by an identity, or null.
 *
 * Identities used are exact in floating point for every finite value of their variables, apart from the sign of a
 * zero and from underflow, with two deliberate exceptions: 0·a is 0 even where a is infinite or NaN (what a
 * derivative means by a zero factor), and √(a·a) is |a|, which is closer to the truth than its own rounding and has
 * a derivative at 0. Nothing is reassociated: a − a, (a + b) − b and a / a stay as they were written.
 */
export function simplify(graph: Graph, op: Op, args: readonly NodeId[]): NodeId | null {
  const rule = rules[op];
  return rule === undefined ? null : rule(new View(graph), args[0]!, args[1]!);
}

type Rule = (g: View, a: NodeId, b: NodeId) => NodeId | null;

/** What the rules need to see of a graph. */
class View {
  readonly graph: Graph;

  constructor(graph: Graph) {
    this.graph = graph;
  }

  value(id: NodeId): number | undefined {
    return this.graph.valueOf(id);
  }

  /** Arguments of `id` if it is an `op`. */
  match(id: NodeId, op: Op): readonly NodeId[] | null {
    const node = this.graph.nodes[id]!;
    return node.op === op ? node.args : null;
  }

  /** b where `id` is −b: a `neg`, a negative constant, or a product with one. */
  negated(id: NodeId): NodeId | null {
    const value = this.value(id);
    if (value !== undefined) return value < 0 ? this.graph.constant(-value) : null;
    const inner = this.match(id, 'neg');
    if (inner) return inner[0]!;
    const product = this.match(id, 'mul');
    const factor = product ? this.value(product[0]!) : undefined;
    return product && factor !== undefined && factor < 0
      ? this.binary('mul', this.graph.constant(-factor), product[1]!)
      : null;
  }

  unary(op: UnaryOp, a: NodeId): NodeId {
    return this.graph.apply(op, a);
  }

  binary(op: BinaryOp, a: NodeId, b: NodeId): NodeId {
    return this.graph.apply(op, a, b);
  }
}

const rules: Partial<Record<Op, Rule>> = {
  neg(g, a) {
    const twice = g.match(a, 'neg');
    if (twice) return twice[0]!;
    const difference = g.match(a, 'sub');
    if (difference) return g.binary('sub', difference[1]!, difference[0]!);
    const product = g.match(a, 'mul') ?? g.match(a, 'div');
    const factor = product ? g.value(product[0]!) : undefined;
    if (!product || factor === undefined) return null;
    return g.binary(g.graph.nodes[a]!.op as BinaryOp, g.graph.constant(-factor), product[1]!);
  },

  add(g, a, b) {
    if (g.value(a) === 0) return b;
    if (g.value(b) === 0) return a;
    if (a === b) return g.binary('mul', g.graph.constant(2), a);
    const minusB = g.negated(b);
    if (minusB !== null) return g.binary('sub', a, minusB);
    const minusA = g.negated(a);
    return minusA === null ? null : g.binary('sub', b, minusA);
  },

  sub(g, a, b) {
    if (g.value(b) === 0) return a;
    if (g.value(a) === 0) return g.unary('neg', b);
    const minusB = g.negated(b);
    return minusB === null ? null : g.binary('add', a, minusB);
  },

  mul(g, a, b) {
    const [c, other] = g.value(a) === undefined ? [g.value(b), a] : [g.value(a), b];
    if (c !== undefined) return scaled(g, c, other);
    const minusA = g.match(a, 'neg');
    if (minusA) return g.unary('neg', g.binary('mul', minusA[0]!, b));
    const minusB = g.match(b, 'neg');
    if (minusB) return g.unary('neg', g.binary('mul', a, minusB[0]!));
    const magnitude = a === b ? g.match(a, 'abs') : null;
    return magnitude ? g.binary('mul', magnitude[0]!, magnitude[0]!) : null;
  },

  div(g, a, b) {
    const divisor = g.value(b);
    // The reciprocal of a power of two is exact, and a product is cheaper and more accurate than a quotient.
    if (divisor !== undefined && isPowerOfTwo(divisor)) {
      return g.binary('mul', g.graph.constant(1 / divisor), a);
    }
    const minusA = g.match(a, 'neg');
    return minusA ? g.unary('neg', g.binary('div', minusA[0]!, b)) : null;
  },

  divOrZero(g, a, b) {
    const divisor = g.value(b);
    if (divisor !== undefined) return divisor === 0 ? g.graph.constant(0) : g.binary('div', a, b);
    const minusA = g.match(a, 'neg');
    return minusA ? g.unary('neg', g.binary('divOrZero', minusA[0]!, b)) : null;
  },

  abs(g, a) {
    if (g.match(a, 'abs')) return a;
    const minus = g.match(a, 'neg');
    return minus ? g.unary('abs', minus[0]!) : null;
  },

  sqrt(g, a) {
    const product = g.match(a, 'mul');
    return product && product[0] === product[1] ? g.unary('abs', product[0]!) : null;
  },

  min: (_, a, b) => (a === b ? a : null),
  max: (_, a, b) => (a === b ? a : null),

  pow(g, a, b) {
    const exponent = g.value(b);
    return exponent === undefined ? null : simplifyPower(g.graph, a, exponent);
  },
};

/** c · a. */
function scaled(g: View, c: number, a: NodeId): NodeId | null {
  if (c === 0) return g.graph.constant(0);
  if (c === 1) return a;
  if (c === -1) return g.unary('neg', a);
  const minus = g.match(a, 'neg');
  if (minus) return g.binary('mul', g.graph.constant(-c), minus[0]!);
  const product = g.match(a, 'mul');
  const inner = product ? g.value(product[0]!) : undefined;
  // Scaling by a power of two rounds nothing, so 2·(3·a) is 6·a.
  if (product && inner !== undefined && (isPowerOfTwo(c) || isPowerOfTwo(inner))) {
    return g.binary('mul', g.graph.constant(c * inner), product[1]!);
  }
  return null;
}

/** ±2ᵏ with 2ᵏ and 2⁻ᵏ both normal in float32. */
function isPowerOfTwo(value: number): boolean {
  const exponent = Math.log2(Math.abs(value));
  return Number.isInteger(exponent) && Math.abs(exponent) <= 126 && 2 ** exponent === Math.abs(value);
}
