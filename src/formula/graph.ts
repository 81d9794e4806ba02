import { RavineError } from '../core/errors.ts';
import { type BinaryOp, binary64, commutativeOps, type Op, type UnaryOp, unary64 } from './ops.ts';
import { simplify } from './simplify.ts';

/** Index into `Graph.nodes`. */
export type NodeId = number;

export interface Node {
  readonly op: Op;
  /** Ids smaller than the node's own: the list is in evaluation order. */
  readonly args: readonly NodeId[];
  /** Of a `constant`, float64, never −0. */
  readonly value?: number;
  /** Of a `parameter`. */
  readonly name?: string;
}

/**
 * A hash-consed list of operations: the same operation on the same arguments is the same node, so common
 * subexpressions are shared by construction. Constants are folded in float64, and a node is simplified where
 * `simplify` knows an identity. Nodes are only ever added.
 */
export class Graph {
  readonly nodes: readonly Node[];
  private readonly list: Node[] = [];
  private readonly ids = new Map<string, NodeId>();
  /** Adding more nodes than this is an error with code 'formula'. */
  maxNodes: number;

  constructor(maxNodes = Number.POSITIVE_INFINITY) {
    this.nodes = this.list;
    this.maxNodes = maxNodes;
  }

  x(): NodeId {
    return this.intern('x', { op: 'x', args: [] });
  }

  y(): NodeId {
    return this.intern('y', { op: 'y', args: [] });
  }

  /** −0 becomes 0: no formula means to distinguish them. May be non-finite; `compileFormula` refuses those. */
  constant(value: number): NodeId {
    const plain = value === 0 ? 0 : value;
    return this.intern(`#${plain}`, { op: 'constant', args: [], value: plain });
  }

  parameter(name: string): NodeId {
    return this.intern(`$${name}`, { op: 'parameter', args: [], name });
  }

  /** The node of `op` on `args`, after folding and simplification; leaves have their own methods. */
  apply(op: UnaryOp, a: NodeId): NodeId;
  apply(op: BinaryOp, a: NodeId, b: NodeId): NodeId;
  apply(op: UnaryOp | BinaryOp, ...args: NodeId[]): NodeId {
    const values = args.map((id) => this.list[id]!.value);
    if (values.every((value) => value !== undefined)) return this.constant(fold(op, values));
    const simpler = simplify(this, op, args);
    if (simpler !== null) return simpler;
    const ordered = commutativeOps.has(op) ? this.inOrder(args) : args;
    return this.intern(`${op} ${ordered.join(' ')}`, { op, args: ordered });
  }

  /** The value of a constant node, or undefined. */
  valueOf(id: NodeId): number | undefined {
    return this.list[id]!.value;
  }

  /** Constants first, then by age: 2·x and x·2 are one node, and read as people write them. */
  private inOrder(args: readonly NodeId[]): NodeId[] {
    const rank = (id: NodeId): number => (this.valueOf(id) === undefined ? id : -1);
    return [...args].sort((a, b) => rank(a) - rank(b));
  }

  private intern(key: string, node: Node): NodeId {
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    if (this.list.length >= this.maxNodes) {
      throw new RavineError('formula', `The formula needs more than ${this.maxNodes} operations.`);
    }
    const id = this.list.push(node) - 1;
    this.ids.set(key, id);
    return id;
  }
}

function fold(op: UnaryOp | BinaryOp, values: readonly number[]): number {
  if (op in unary64) return unary64[op as UnaryOp](values[0]!);
  return binary64[op as BinaryOp](values[0]!, values[1]!);
}
