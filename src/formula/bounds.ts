import { FLOAT32_MAX, UNIT_ROUNDOFF } from '../core/float32.ts';
import type { Numbers } from '../core/numbers.ts';
import { type Propagate, propagate } from './bound-rules.ts';
import { BLOCK, parameterValue } from './evaluate.ts';
import { FLUSH, opError } from './float32-model.ts';
import type { Graph, NodeId } from './graph.ts';
import { type Kernel, kernels } from './kernels.ts';
import { nonNegativeNodes } from './nonnegative.ts';
import type { BinaryOp, UnaryOp } from './ops.ts';
import { allocateRegisters } from './registers.ts';

export interface BoundedEvaluator {
  /**
   * Evaluates every output at n points in float64, with a bound on how far a WGSL program in float32 may be off.
   *
   * @param x,y coordinates; what float32 cannot represent is counted into the bound
   * @param params a value for every parameter that the outputs depend on, treated likewise
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
  ): void;
}

/**
 * A running error analysis (Wilkinson 1963; Higham, "Accuracy and Stability of Numerical Algorithms", § 3.3) of the
 * graph as the shader executes it. If the arguments of a node are known to lie within a ± α and b ± β, then its
 * result lies within f(a, b) ± (how far f varies over that box + the error of the operation itself). The former is
 * `bound-rules.ts`, over the whole box and not to first order; the latter is `float32-model.ts`.
 *
 * WGSL lets a compiler fuse a·b + c and reorder where that is at least as accurate as the expression as written.
 * A fused product is the exact one, inside the interval that the rounded one was given; so the bound covers it.
 *
 * The float64 evaluation has errors of its own, of the same form with 2⁻⁵³ in place of 2⁻²⁴: at most 2⁻²⁸ of the
 * bound, which `FLOAT64_SLACK` covers with the roundings of the bound's own arithmetic.
 */
export function createBoundedEvaluator(graph: Graph, outputs: readonly NodeId[]): BoundedEvaluator {
  const plan = allocateRegisters(graph, outputs);
  const nonNegative = nonNegativeNodes(graph, plan.live);
  const values = Array.from({ length: plan.registerCount }, () => new Float64Array(BLOCK));
  const errors = Array.from({ length: plan.registerCount }, () => new Float64Array(BLOCK));
  const setLeaf = (register: number, value: number): void => {
    values[register]!.fill(value);
    errors[register]!.fill(inputError(value));
  };
  for (const { register, value } of plan.constants) setLeaf(register, value);
  const scratch = new Float64Array(BLOCK);
  const program: readonly Instruction[] = plan.steps.map(({ node, op, args, register }) => {
    const [a, b] = [args[0]!, args[1] ?? args[0]!];
    return {
      op,
      binary: args.length === 2,
      kernel: kernels[op],
      propagate: propagate[op],
      rounded: roundedBounds[op] ?? null,
      a: values[a]!,
      alpha: errors[a]!,
      aNonNegative: nonNegative.has(graph.nodes[node]!.args[0]!),
      b: values[b]!,
      beta: errors[b]!,
      value: values[register]!,
      error: errors[register]!,
    };
  });

  const setInput = (register: number | null, input: Float64Array, start: number, size: number): void => {
    if (register === null) return;
    const [value, error] = [values[register]!, errors[register]!];
    for (let i = 0; i < size; i++) error[i] = inputError((value[i] = input[start + i]!));
  };

  return {
    run(x, y, params, valuesOut, boundsOut, n = x.length) {
      for (const { register, name } of plan.parameters) setLeaf(register, parameterValue(params, name));
      for (let start = 0; start < n; start += BLOCK) {
        const size = Math.min(BLOCK, n - start);
        setInput(plan.x, x, start, size);
        setInput(plan.y, y, start, size);
        for (const instruction of program) execute(instruction, scratch, size);
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

const FLOAT64_SLACK = 1 + 2 ** -20;

interface Instruction {
  op: UnaryOp | BinaryOp;
  binary: boolean;
  kernel: Kernel;
  propagate: Propagate;
  rounded: RoundedBound | null;
  a: Float64Array;
  alpha: Float64Array;
  aNonNegative: boolean;
  b: Float64Array;
  beta: Float64Array;
  value: Float64Array;
  error: Float64Array;
}

function execute(instruction: Instruction, result: Float64Array, n: number): void {
  const { kernel, a, b, value, error } = instruction;
  // The result's register may be an argument's: values are needed until the bound is known.
  kernel(a, b, result, n);
  if (instruction.rounded === null) boundAny(instruction, result, n);
  else instruction.rounded(a, instruction.alpha, b, instruction.beta, result, error, n);
  for (let i = 0; i < n; i++) value[i] = result[i]!;
}

function boundAny(instruction: Instruction, result: Float64Array, n: number): void {
  const { op, binary, propagate, a, alpha, aNonNegative, b, beta, error } = instruction;
  const args = binary ? [0, 0] : [0];
  for (let i = 0; i < n; i++) {
    const r = result[i]!;
    const spread = propagate(a[i]!, alpha[i]!, b[i]!, beta[i]!, r, aNonNegative);
    args[0] = a[i]!;
    if (binary) args[1] = b[i]!;
    // What the operation itself adds is largest at the far end of the spread.
    const own = Math.sign(r) * (Math.abs(r) + spread);
    error[i] = spread === 0 && r === 0 && keepsZero.has(op) ? 0 : settle(r, spread + opError(op, args, own));
  }
}

type RoundedBound = (
  a: Float64Array,
  alpha: Float64Array,
  b: Float64Array,
  beta: Float64Array,
  result: Float64Array,
  error: Float64Array,
  n: number,
) => void;

const boundSum: RoundedBound = (_a, alpha, _b, beta, result, error, n) => {
  for (let i = 0; i < n; i++) error[i] = afterRounding(result[i]!, alpha[i]! + beta[i]!);
};

/** The three commonest operations without a detour: the same as `boundAny`, ten times as fast. */
const roundedBounds: Readonly<Partial<Record<UnaryOp | BinaryOp, RoundedBound>>> = {
  add: boundSum,
  sub: boundSum,
  mul(a, alpha, b, beta, result, error, n) {
    for (let i = 0; i < n; i++) {
      const spread = Math.abs(a[i]!) * beta[i]! + (Math.abs(b[i]!) + beta[i]!) * alpha[i]!;
      error[i] = afterRounding(result[i]!, spread);
    }
  },
};

/** The bound after an operation that rounds once. Where anything is infinite, so is the bound, or NaN until `settle`. */
function afterRounding(result: number, spread: number): number {
  if (spread === 0 && result === 0) return 0;
  return settle(result, spread + UNIT_ROUNDOFF * (Math.abs(result) + spread) + FLUSH);
}

/** Overflow makes anything possible, and near zero the result may be flushed. */
function settle(result: number, bound: number): number {
  const magnitude = Math.abs(result);
  if (!(magnitude + bound <= FLOAT32_MAX)) return Number.POSITIVE_INFINITY;
  return magnitude - bound < FLUSH ? bound + FLUSH : bound;
}

/** Ops whose result is exactly zero on every device where it is zero for exact arguments; log(1) need not be. */
const keepsZero: ReadonlySet<UnaryOp | BinaryOp> = new Set<UnaryOp | BinaryOp>([
  'neg',
  'abs',
  'sign',
  'floor',
  'relu',
  'sqrt',
  'div',
  'divOrZero',
  'min',
  'max',
]);

/** What rounding to float32, and flushing of subnormals, does to an input. */
function inputError(value: number): number {
  const single = Math.fround(value);
  if (!Number.isFinite(single)) return Number.POSITIVE_INFINITY;
  const rounding = Math.abs(value - single);
  return value !== 0 && Math.abs(single) < FLUSH ? Math.max(rounding, Math.abs(value)) : rounding;
}
