import type { Graph, NodeId } from './graph.ts';
import { liveNodes } from './live.ts';
import type { BinaryOp, UnaryOp } from './ops.ts';

/** Two operations in one loop, each with its own rounding: a·b + c, a·b − c and c − a·b of arguments a, b, c. */
export type FusedOp = 'mulAdd' | 'mulSub' | 'subMul';

/** An operation to carry out: what it is, on which nodes, and which node it makes. */
export interface Instruction<O extends string> {
  node: NodeId;
  op: O;
  args: readonly NodeId[];
}

/** The operations that some outputs need, in order, one per node. */
export function instructionsOf(graph: Graph, outputs: readonly NodeId[]): Instruction<UnaryOp | BinaryOp>[] {
  return liveNodes(graph, outputs).flatMap((node) => {
    const { op, args } = graph.nodes[node]!;
    return args.length === 0 ? [] : [{ node, op: op as UnaryOp | BinaryOp, args }];
  });
}

/**
 * The same with every product that only one sum needs taken into that sum: fewer loops and less memory traffic.
 * Nothing is rounded less often, so results keep every bit.
 */
export function fuseProducts(
  instructions: readonly Instruction<UnaryOp | BinaryOp>[],
  outputs: readonly NodeId[],
): Instruction<UnaryOp | BinaryOp | FusedOp>[] {
  const uses = new Map<NodeId, number>();
  for (const id of [...outputs, ...instructions.flatMap(({ args }) => args)]) {
    uses.set(id, (uses.get(id) ?? 0) + 1);
  }
  const products = new Map<NodeId, readonly NodeId[]>();
  for (const { node, op, args } of instructions) {
    if (op === 'mul' && uses.get(node) === 1) products.set(node, args);
  }
  const taken = new Set<NodeId>();
  const fused = instructions.map((instruction) => {
    const { node, op, args } = instruction;
    if (op !== 'add' && op !== 'sub') return instruction;
    const [left, right] = args as [NodeId, NodeId];
    const product = products.has(right) ? right : left;
    const factors = products.get(product);
    if (factors === undefined) return instruction;
    taken.add(product);
    const form: FusedOp = op === 'add' ? 'mulAdd' : product === right ? 'subMul' : 'mulSub';
    return { node, op: form, args: [...factors, product === right ? left : right] };
  });
  return fused.filter(({ node }) => !taken.has(node));
}
