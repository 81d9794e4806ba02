import { RavineError } from '../core/errors.ts';
import type { Numbers } from '../core/numbers.ts';
import type { Graph, NodeId } from './graph.ts';
import { fuseProducts, instructionsOf } from './instructions.ts';
import { type Kernel, kernels } from './kernels.ts';
import { allocateRegisters } from './registers.ts';

/** Points per block: registers of a few kilobytes each stay in the fastest cache. */
export const BLOCK = 256;

export interface Evaluator {
  /**
   * Evaluates every output at n points, in float64.
   * @param x,y coordinates, at least n
   * @param params a value for every parameter that the outputs depend on
   * @param out one array per output, at least n long; must not overlap x or y
   * @throws RavineError 'bad-input' where a parameter has no value
   */
  run(x: Float64Array, y: Float64Array, params: Numbers, out: readonly Float64Array[], n?: number): void;
}

/**
 * A machine for some nodes of a graph: blocks of points go through one tight loop per node, in registers that are
 * reused as soon as nothing needs them. Not re-entrant; allocates nothing while it runs.
 */
export function createEvaluator(graph: Graph, outputs: readonly NodeId[]): Evaluator {
  const instructions = fuseProducts(instructionsOf(graph, outputs), outputs);
  const plan = allocateRegisters(graph, outputs, instructions);
  const registers = Array.from({ length: plan.registerCount }, () => new Float64Array(BLOCK));
  for (const { register, value } of plan.constants) registers[register]!.fill(value);
  const program: readonly Loop[] = plan.steps.map(({ op, args, register }) => ({
    kernel: kernels[op],
    a: registers[args[0]!]!,
    b: registers[args[1] ?? args[0]!]!,
    c: registers[args[2] ?? args[0]!]!,
    result: registers[register]!,
  }));
  const xRegister = plan.x === null ? null : registers[plan.x]!;
  const yRegister = plan.y === null ? null : registers[plan.y]!;

  return {
    run(x, y, params, out, n = x.length) {
      for (const { register, name } of plan.parameters)
        registers[register]!.fill(parameterValue(params, name));
      for (let start = 0; start < n; start += BLOCK) {
        const size = Math.min(BLOCK, n - start);
        xRegister?.set(x.subarray(start, start + size));
        yRegister?.set(y.subarray(start, start + size));
        for (const { kernel, a, b, c, result } of program) kernel(result, size, a, b, c);
        for (let k = 0; k < plan.outputs.length; k++) {
          const register = registers[plan.outputs[k]!]!;
          out[k]!.set(size === BLOCK ? register : register.subarray(0, size), start);
        }
      }
    },
  };
}

interface Loop {
  kernel: Kernel;
  a: Float64Array;
  b: Float64Array;
  c: Float64Array;
  result: Float64Array;
}

/** The value of a parameter; shared by the evaluators. */
export function parameterValue(params: Numbers, name: string): number {
  const value = params[name];
  if (value !== undefined) return value;
  throw new RavineError('bad-input', `The parameter '${name}' has no value.`, {
    field: `params.${name}`,
    cure: `Give params.${name} a number.`,
  });
}
