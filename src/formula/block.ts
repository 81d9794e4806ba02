import type { Numbers } from '../core/numbers.ts';
import type { Graph, NodeId } from './graph.ts';
import { fuseProducts, instructionsOf } from './instructions.ts';
import { type Kernel, kernels } from './kernels.ts';
import { parameterValue } from './parameter-value.ts';
import { allocateRegisters } from './registers.ts';

/** Points per block: registers of a few kilobytes each stay in the fastest cache. */
export const BLOCK = 256;

/** A machine for some nodes of a graph at up to `BLOCK` points: what goes in is written to `x` and `y`. */
export interface Block {
  /** [BLOCK] coordinates; never written to. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** [BLOCK] each, in float64. Borrowed: they may be one another's, or `x` or `y`, where those are the same node. */
  readonly outputs: readonly Float64Array[];
  /**
   * Evaluates the outputs at the first n points.
   * @param params a value for every parameter that the outputs depend on
   * @throws RavineError 'bad-input' where a parameter has no value
   */
  run(params: Numbers, n: number): void;
}

/**
 * The points go through one tight loop per node, in registers that are reused as soon as nothing needs them. Not
 * re-entrant; allocates nothing while it runs.
 */
export function createBlock(graph: Graph, outputs: readonly NodeId[]): Block {
  const instructions = fuseProducts(instructionsOf(graph, outputs), outputs);
  const plan = allocateRegisters(graph, outputs, instructions);
  const registers = Array.from({ length: plan.registerCount }, () => new Float64Array(BLOCK));
  for (const { register, value } of plan.constants) registers[register]!.fill(value);
  const program: readonly Loop[] = plan.steps.map(({ op, args, register }) => ({
    kernel: kernels[op],
    a: registers[args[0]!]!,
    b: registers[args[1] ?? args[0]!]!,
    c: registers[args[2] ?? args[0]!]!,
    d: registers[args[3] ?? args[0]!]!,
    result: registers[register]!,
  }));
  const known = plan.parameters.map(() => 0);

  return {
    x: plan.x === null ? new Float64Array(BLOCK) : registers[plan.x]!,
    y: plan.y === null ? new Float64Array(BLOCK) : registers[plan.y]!,
    outputs: plan.outputs.map((register) => registers[register]!),
    run(params, n) {
      for (let k = 0; k < known.length; k++) {
        const { register, name } = plan.parameters[k]!;
        const value = parameterValue(params, name);
        if (Object.is(value, known[k])) continue;
        known[k] = value;
        registers[register]!.fill(value);
      }
      for (const { kernel, a, b, c, d, result } of program) kernel(result, n, a, b, c, d);
    },
  };
}

interface Loop {
  kernel: Kernel;
  a: Float64Array;
  b: Float64Array;
  c: Float64Array;
  d: Float64Array;
  result: Float64Array;
}
