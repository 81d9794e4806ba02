import type { Graph, NodeId } from './graph.ts';
import type { Instruction } from './instructions.ts';
import { liveNodes } from './live.ts';

export interface Step<O extends string> {
  node: NodeId;
  op: O;
  /** Registers of the arguments. */
  args: readonly number[];
  /** Where the result goes; may be the register of an argument that is used here for the last time. */
  register: number;
}

/** Which register holds what, for the nodes that some outputs need. */
export interface RegisterPlan<O extends string> {
  registerCount: number;
  steps: readonly Step<O>[];
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

/** Assigns registers to the instructions for some outputs: a register is free again after the last use of its node. */
export function allocateRegisters<O extends string>(
  graph: Graph,
  outputs: readonly NodeId[],
  instructions: readonly Instruction<O>[],
): RegisterPlan<O> {
  const leaves = liveNodes(graph, outputs).filter((id) => graph.nodes[id]!.args.length === 0);
  const uses = new Map<NodeId, number>();
  const use = (id: NodeId): void => void uses.set(id, (uses.get(id) ?? 0) + 1);
  for (const { args } of instructions) args.forEach(use);
  // An output is used once more, at the end; so is every leaf, whose register is not for reuse.
  outputs.forEach(use);
  leaves.forEach(use);

  const registerOf = new Map<NodeId, number>();
  const free: number[] = [];
  let registerCount = 0;
  const steps: Step<O>[] = [];
  const constants: { node: NodeId; register: number; value: number }[] = [];
  const parameters: { node: NodeId; register: number; name: string }[] = [];
  let x: number | null = null;
  let y: number | null = null;

  // Leaves first, so that no step's register is later taken by a leaf that is set before the block runs.
  for (const node of leaves) {
    const { op, value, name } = graph.nodes[node]!;
    const register = registerCount++;
    registerOf.set(node, register);
    if (op === 'constant') constants.push({ node, register, value: value! });
    else if (op === 'parameter') parameters.push({ node, register, name: name! });
    else if (op === 'x') x = register;
    else y = register;
  }
  for (const { node, op, args } of instructions) {
    const argRegisters = args.map((argument) => registerOf.get(argument)!);
    for (const argument of args) {
      const left = uses.get(argument)! - 1;
      uses.set(argument, left);
      if (left === 0) free.push(registerOf.get(argument)!);
    }
    const register = free.pop() ?? registerCount++;
    registerOf.set(node, register);
    steps.push({ node, op, args: argRegisters, register });
  }
  return {
    registerCount,
    steps,
    constants,
    parameters,
    x,
    y,
    outputs: outputs.map((id) => registerOf.get(id)!),
  };
}
