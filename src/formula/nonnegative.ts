import type { Graph, NodeId } from './graph.ts';
import type { Op } from './ops.ts';

/**
 * Which of the given nodes can never be negative, whatever their inputs and however they are rounded: rounding
 * keeps signs. Lets a bound know that √(x² + y²) never sees a negative number, even at the tip.
 * @param ids in evaluation order, with all their arguments
 */
export function nonNegativeNodes(graph: Graph, ids: readonly NodeId[]): ReadonlySet<NodeId> {
  const known = new Set<NodeId>();
  for (const id of ids) {
    const { op, args, value } = graph.nodes[id]!;
    const all = args.every((argument) => known.has(argument));
    const any = args.some((argument) => known.has(argument));
    const square = op === 'mul' && args[0] === args[1];
    const power = op === 'pow' && known.has(args[0]!);
    if (
      always.has(op) ||
      square ||
      power ||
      (value ?? -1) >= 0 ||
      (keeps.has(op) && all) ||
      (op === 'max' && any)
    ) {
      known.add(id);
    }
  }
  return known;
}

const always: ReadonlySet<Op> = new Set<Op>([
  'abs',
  'relu',
  'sqrt',
  'exp',
  'cosh',
  'acos',
  'sigmoid',
  'softplus',
  'gaussian',
  'hypot',
]);

/** Not negative where no argument is. */
const keeps: ReadonlySet<Op> = new Set<Op>([
  'add',
  'mul',
  'div',
  'divOrZero',
  'min',
  'sign',
  'floor',
  'cbrt',
  'atan',
  'sinh',
  'tanh',
]);
