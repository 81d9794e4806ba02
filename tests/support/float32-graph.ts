import { UNIT_ROUNDOFF } from '../../src/core/float32.ts';
import { FLUSH, opError } from '../../src/formula/float32-model.ts';
import type { Graph, NodeId } from '../../src/formula/graph.ts';
import { type BinaryOp, binary64, type UnaryOp, unary64 } from '../../src/formula/ops.ts';

/** What the emulated device does where WGSL leaves it a choice. */
export interface Device {
  /** In [−1, 1]: how much of its allowance an operation uses, and in which direction; called once per operation. */
  bias: () => number;
  /** Subnormals become zero. */
  flush: boolean;
  /** a·b ± c rounds once. */
  fuse: boolean;
  /** Chains of additions are summed in another order, last term first. */
  reassociate: boolean;
}

const correctlyRounded: ReadonlySet<string> = new Set(['add', 'sub', 'mul']);
/** Not correctly rounded, but 0/b and √0 are 0 on every device. */
const keepsZero: ReadonlySet<string> = new Set(['div', 'divOrZero', 'sqrt']);

/**
 * A float32 device at one point: every operation rounded, functions off by up to what the model allows.
 * @returns values of `outputs`
 */
export function emulate(
  graph: Graph,
  outputs: readonly NodeId[],
  x: number,
  y: number,
  params: Record<string, number>,
  device: Device,
): number[] {
  const round = (value: number): number => {
    const single = Math.fround(value);
    return device.flush && Math.abs(single) < FLUSH ? 0 : single;
  };
  const values: number[] = [];
  for (const { op, args, value, name } of graph.nodes) {
    if (op === 'x') values.push(round(x));
    else if (op === 'y') values.push(round(y));
    else if (op === 'constant') values.push(round(value!));
    else if (op === 'parameter') values.push(round(params[name!]!));
    else {
      const operands = args.map((id) => values[id]!);
      if (device.fuse && (op === 'add' || op === 'sub')) {
        // The exact product of two float32 fits a float64, so this fuses the multiplication into the addition.
        const last = graph.nodes[args[1]!]!;
        if (last.op === 'mul') operands[1] = values[last.args[0]!]! * values[last.args[1]!]!;
      }
      const exact =
        op in unary64
          ? unary64[op as UnaryOp](operands[0]!)
          : binary64[op as BinaryOp](operands[0]!, operands[1]!);
      const bias = device.bias();
      if (device.reassociate && (op === 'add' || op === 'sub')) {
        const [last, ...others] = terms(graph, values, values.length, 1).reverse();
        values.push(others.reduce((total, term) => round(total + term), last!));
        continue;
      }
      const sure = correctlyRounded.has(op) || (exact === 0 && keepsZero.has(op));
      const allowance = sure ? 0 : opError(op, operands, exact);
      // The allowance includes the rounding of the result, which `round` adds.
      const room = allowance - UNIT_ROUNDOFF * (Math.abs(exact) + allowance);
      const own = room > 0 && room < Number.POSITIVE_INFINITY ? bias * room : 0;
      values.push(round(exact + own));
    }
  }
  return outputs.map((id) => values[id]!);
}

/** The signed terms of the chain of additions that ends at a node, whose arguments have values. */
function terms(graph: Graph, values: readonly number[], id: NodeId, sign: number): number[] {
  const { op, args } = graph.nodes[id]!;
  if (op !== 'add' && op !== 'sub') return [sign * values[id]!];
  const [a, b] = args as [NodeId, NodeId];
  return [...terms(graph, values, a, sign), ...terms(graph, values, b, op === 'sub' ? -sign : sign)];
}
