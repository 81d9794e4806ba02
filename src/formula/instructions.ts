import type { Graph, NodeId } from './graph.ts';
import { liveNodes } from './live.ts';
import type { BinaryOp, UnaryOp } from './ops.ts';

/**
 * Several operations in one loop, each with its own rounding. Of arguments a, b, c: a·b·c, a·b + c, a·b − c, c − a·b;
 * of a, b, c, d: a·b·c + d, a·b·c − d, d − a·b·c, a·b + c·d, a·b − c·d.
 */
export type FusedOp =
  | 'mulMul'
  | 'mulAdd'
  | 'mulSub'
  | 'subMul'
  | 'mulMulAdd'
  | 'mulMulSub'
  | 'subMulMul'
  | 'mulAddMul'
  | 'mulSubMul';

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
 * The same with products that only one product or sum needs taken into that: fewer loops and less memory traffic.
 * Nothing is rounded less often or in another order, so results keep every bit.
 */
export function fuseProducts(
  instructions: readonly Instruction<UnaryOp | BinaryOp>[],
  outputs: readonly NodeId[],
): Instruction<UnaryOp | BinaryOp | FusedOp>[] {
  const uses = new Map<NodeId, number>();
  for (const id of [...outputs, ...instructions.flatMap(({ args }) => args)]) {
    uses.set(id, (uses.get(id) ?? 0) + 1);
  }
  /** Two or three factors of each product that only one operation needs. */
  const products = new Map<NodeId, readonly NodeId[]>();
  const taken = new Set<NodeId>();
  const fused = instructions.map((instruction) => {
    const [left, right] = instruction.args as [NodeId, NodeId];
    const result = takeIn(instruction, products.get(left) ?? null, products.get(right) ?? null);
    for (const id of [left, right]) if (products.has(id) && !result.args.includes(id)) taken.add(id);
    if (instruction.op === 'mul' && uses.get(instruction.node) === 1) {
      products.set(instruction.node, result.args);
    }
    return result;
  });
  return fused.filter(({ node }) => !taken.has(node));
}

type Fused = Instruction<UnaryOp | BinaryOp | FusedOp>;

/** @param p,q factors of the arguments, where they are products to be taken in */
function takeIn(
  instruction: Instruction<UnaryOp | BinaryOp>,
  p: readonly NodeId[] | null,
  q: readonly NodeId[] | null,
): Fused {
  const { node, op } = instruction;
  const [left, right] = instruction.args as [NodeId, NodeId];
  const pairs = p?.length === 2 && q?.length === 2 ? [...p, ...q] : null;
  if (op === 'mul') {
    if (q?.length === 2) return { node, op: 'mulMul', args: [...q, left] };
    if (p?.length === 2) return { node, op: 'mulMul', args: [...p, right] };
  }
  if (op === 'add') {
    if (pairs !== null) return { node, op: 'mulAddMul', args: pairs };
    if (q !== null && q.length >= (p?.length ?? 0)) return { node, op: plus(q), args: [...q, left] };
    if (p !== null) return { node, op: plus(p), args: [...p, right] };
  }
  if (op === 'sub') {
    if (pairs !== null) return { node, op: 'mulSubMul', args: pairs };
    if (q !== null) return { node, op: q.length === 2 ? 'subMul' : 'subMulMul', args: [...q, left] };
    if (p !== null) return { node, op: p.length === 2 ? 'mulSub' : 'mulMulSub', args: [...p, right] };
  }
  return instruction;
}

const plus = (factors: readonly NodeId[]) => (factors.length === 2 ? 'mulAdd' : 'mulMulAdd');
