import type { Graph, NodeId } from './graph.ts';
import { liveNodes } from './live.ts';
import type { BinaryOp, UnaryOp } from './ops.ts';

export interface Step {
  node: NodeId;
  op: UnaryOp | BinaryOp;
  /** Registers of the arguments. */
  args: readonly number[];
  /** Where the result goes; may be the register of an argument that is used here for the last time. */
  register: number;
}

/** Which register holds what, for the nodes that some outputs need. */
export interface RegisterPlan {
  registerCount: number;
  /** The nodes that the outputs need, in evaluation order. */
  live: readonly NodeId[];
  steps: readonly Step[];
  /** Registers set once, never written by a step. */
  constants: readonly { node: NodeId; register: number; value: number }[];
  /** Registers set once per run, never written by a step. */
  parameters: readonly { node: NodeId; register: number; name: string }[];
  /** Registers set once per block; null where nothing needs the coordinate. */
  x: number | null;
  y: number | null;
  /** Register of each output after the last step. */
  outputs: readonly number[];
}

/** Assigns registers by liveness: a register is free again after the last use of its node. */
export function allocateRegisters(graph: Graph, outputs: readonly NodeId[]): RegisterPlan {
  const ids = liveNodes(graph, outputs);
  const uses = new Map<NodeId, number>();
  const use = (id: NodeId): void => void uses.set(id, (uses.get(id) ?? 0) + 1);
  for (const id of ids) for (const argument of graph.nodes[id]!.args) use(argument);
  // An output is used once more, at the end; so is every leaf, whose register is not for reuse.
  for (const id of outputs) use(id);
  for (const id of ids) if (graph.nodes[id]!.args.length === 0) use(id);

  const registerOf = new Map<NodeId, number>();
  const free: number[] = [];
  let registerCount = 0;
  const steps: Step[] = [];
  const constants: { node: NodeId; register: number; value: number }[] = [];
  const parameters: { node: NodeId; register: number; name: string }[] = [];
  let x: number | null = null;
  let y: number | null = null;

  // Leaves first, so that no step's register is later taken by a leaf that is set before the block runs.
  for (const node of ids) {
    const { op, value, name } = graph.nodes[node]!;
    if (graph.nodes[node]!.args.length > 0) continue;
    const register = registerCount++;
    registerOf.set(node, register);
    if (op === 'constant') constants.push({ node, register, value: value! });
    else if (op === 'parameter') parameters.push({ node, register, name: name! });
    else if (op === 'x') x = register;
    else y = register;
  }
  for (const node of ids) {
    const { op, args } = graph.nodes[node]!;
    if (args.length === 0) continue;
    const argRegisters = args.map((argument) => registerOf.get(argument)!);
    for (const argument of args) {
      const left = uses.get(argument)! - 1;
      uses.set(argument, left);
      if (left === 0) free.push(registerOf.get(argument)!);
    }
    const register = free.pop() ?? registerCount++;
    registerOf.set(node, register);
    steps.push({ node, op: op as UnaryOp | BinaryOp, args: argRegisters, register });
  }
  return {
    registerCount,
    live: ids,
    steps,
    constants,
    parameters,
    x,
    y,
    outputs: outputs.map((id) => registerOf.get(id)!),
  };
}
