import type { Numbers } from '../core/numbers.ts';
import { BLOCK } from './block.ts';
import { propagate } from './bound-rules.ts';
import { type BoundStep, type Chain, executeStep } from './bound-step.ts';
import { FLUSH } from './float32-model.ts';
import type { Graph, NodeId } from './graph.ts';
import { instructionsOf } from './instructions.ts';
import { kernels } from './kernels.ts';
import { liveNodes } from './live.ts';
import { nonNegativeNodes } from './nonnegative.ts';
import { parameterValue } from './parameter-value.ts';
import { allocateRegisters } from './registers.ts';

export interface BoundedEvaluator {
  /**
   * Evaluates every output at n points in float64, with a bound on how far a WGSL program in float32 may be off.
   *
   * @param x,y coordinates; what float32 cannot represent is counted into the bound
   * @param params a value for every parameter that the outputs depend on, treated likewise
   * @param reach how far the point that the program is given may be from (x, y) along each axis; nowhere unless given
   * @param values one array per output: the float64 values
   * @param bounds one array per output: |float32 result − value| is at most this. Infinity: any result is allowed,
   *   non-finite ones too, and the point cannot be judged
   * @throws RavineError 'bad-input' where a parameter has no value
   */
  run(
    x: Float64Array,
    y: Float64Array,
    params: Numbers,
    values: readonly Float64Array[],
    bounds: readonly Float64Array[],
    n?: number,
    reach?: readonly [x: Float64Array, y: Float64Array],
  ): void;
}

/**
 * A running error analysis (Wilkinson 1963; Higham, "Accuracy and Stability of Numerical Algorithms", § 3.3) of the
 * graph as the shader executes it. If the arguments of a node are known to lie within a ± α and b ± β, then its
 * result lies within f(a, b) ± (how far f varies over that box + the error of the operation itself). The former is
 * `bound-rules.ts`, over the whole box and not to first order; the latter is `float32-model.ts`.
 *
 * WGSL lets a compiler fuse and reassociate, and compilers do. Fusing a·b + c leaves the product exact, inside the
 * interval that the rounded one was given. Products and quotients keep their relative error in any order. Sums do
 * not: (y + π) + 3 has been seen to become y + (π + 3). So a chain of additions is bounded as a whole, whatever its
 * order: n additions of terms tᵢ lose at most γₙ·Σ|tᵢ| (Higham, eq. 4.4), on top of the terms' own errors.
 *
 * The float64 evaluation has errors of its own, of the same form with 2⁻⁵³ in place of 2⁻²⁴: at most 2⁻²⁸ of the
 * bound, which `FLOAT64_SLACK` covers with the roundings of the bound's own arithmetic.
 */
export function createBoundedEvaluator(graph: Graph, outputs: readonly NodeId[]): BoundedEvaluator {
  const plan = allocateRegisters(graph, outputs, instructionsOf(graph, outputs));
  const nonNegative = nonNegativeNodes(graph, liveNodes(graph, outputs));
  const values = Array.from({ length: plan.registerCount }, () => new Float64Array(BLOCK));
  const errors = Array.from({ length: plan.registerCount }, () => new Float64Array(BLOCK));
  const setLeaf = (register: number, value: number): void => {
    values[register]!.fill(value);
    errors[register]!.fill(inputError(value));
  };
  for (const { register, value } of plan.constants) setLeaf(register, value);
  const scratch = new Float64Array(BLOCK);
  const masses = errors.map(() => new Float64Array(BLOCK));
  const losses = errors.map(() => new Float64Array(BLOCK));
  const additions = new Map<NodeId, number>();
  const chainOf = (node: NodeId, a: number, b: number, register: number): Chain => {
    const [left, right] = graph.nodes[node]!.args.map((argument) => additions.get(argument) ?? 0);
    additions.set(node, left! + right! + 1);
    return {
      additions: left! + right! + 1,
      a: left! > 0,
      b: right! > 0,
      massA: masses[a]!,
      massB: masses[b]!,
      mass: masses[register]!,
      lossA: losses[a]!,
      lossB: losses[b]!,
      loss: losses[register]!,
    };
  };
  const program: readonly BoundStep[] = plan.steps.map(({ node, op, args, register }) => {
    const [a, b] = [args[0]!, args[1] ?? args[0]!];
    return {
      op,
      binary: args.length === 2,
      kernel: kernels[op],
      propagate: propagate[op],
      chain: isSum(op) ? chainOf(node, a, b, register) : null,
      a: values[a]!,
      alpha: errors[a]!,
      aNonNegative: nonNegative.has(graph.nodes[node]!.args[0]!),
      b: values[b]!,
      beta: errors[b]!,
      value: values[register]!,
      error: errors[register]!,
    };
  });

  const setInput = (
    register: number | null,
    input: Float64Array,
    reach: Float64Array | undefined,
    start: number,
    size: number,
  ): void => {
    if (register === null) return;
    const [value, error] = [values[register]!, errors[register]!];
    for (let i = 0; i < size; i++) error[i] = inputError((value[i] = input[start + i]!));
    if (reach === undefined) return;
    for (let i = 0; i < size; i++) error[i]! += reach[start + i]!;
  };

  return {
    run(x, y, params, valuesOut, boundsOut, n = x.length, reach) {
      for (const { register, name } of plan.parameters) setLeaf(register, parameterValue(params, name));
      for (let start = 0; start < n; start += BLOCK) {
        const size = Math.min(BLOCK, n - start);
        setInput(plan.x, x, reach?.[0], start, size);
        setInput(plan.y, y, reach?.[1], start, size);
        for (const step of program) executeStep(step, scratch, size);
        plan.outputs.forEach((register, k) => {
          valuesOut[k]!.set(values[register]!.subarray(0, size), start);
          const bound = boundsOut[k]!;
          const error = errors[register]!;
          for (let i = 0; i < size; i++) bound[start + i] = error[i]! * FLOAT64_SLACK;
        });
      }
    },
  };
}

const isSum = (op: string): boolean => op === 'add' || op === 'sub';

const FLOAT64_SLACK = 1 + 2 ** -20;

/** What rounding to float32, and flushing of subnormals, does to an input. */
function inputError(value: number): number {
  const single = Math.fround(value);
  if (!Number.isFinite(single)) return Number.POSITIVE_INFINITY;
  const rounding = Math.abs(value - single);
  return value !== 0 && Math.abs(single) < FLUSH ? Math.max(rounding, Math.abs(value)) : rounding;
}
