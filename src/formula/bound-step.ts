import { FLOAT32_MAX, UNIT_ROUNDOFF } from '../core/float32.ts';
import type { Propagate } from './bound-rules.ts';
import { FLUSH, opError } from './float32-model.ts';
import type { Kernel } from './kernels.ts';
import type { BinaryOp, UnaryOp } from './ops.ts';

/** One operation of a bounded evaluation: arrays of one block each, values and how far off they may be. */
export interface BoundStep {
  op: UnaryOp | BinaryOp;
  binary: boolean;
  kernel: Kernel;
  propagate: Propagate;
  chain: Chain | null;
  a: Float64Array;
  alpha: Float64Array;
  aNonNegative: boolean;
  b: Float64Array;
  beta: Float64Array;
  value: Float64Array;
  error: Float64Array;
}

/** Sums as wholes: a chain of additions and subtractions that a compiler may bring into any order. */
export interface Chain {
  /** Additions in the chain that ends here. */
  additions: number;
  /** Of each argument: whether it is itself the end of a chain. */
  a: boolean;
  b: boolean;
  /** Σ|tᵢ| with the terms' errors, and the sum of those errors, for the arguments and the result. */
  massA: Float64Array;
  massB: Float64Array;
  mass: Float64Array;
  lossA: Float64Array;
  lossB: Float64Array;
  loss: Float64Array;
}

/** Runs the operation on the first n points of the block. `result` is room for a block of values. */
export function executeStep(step: BoundStep, result: Float64Array, n: number): void {
  const { op, kernel, chain, a, b, value } = step;
  // The result's register may be an argument's: values are needed until the bound is known.
  kernel(result, n, a, b, a, a);
  if (chain !== null) boundSum(step, chain, result, n);
  else if (op === 'mul') boundProduct(step, result, n);
  else boundAny(step, result, n);
  for (let i = 0; i < n; i++) value[i] = result[i]!;
}

function boundAny(step: BoundStep, result: Float64Array, n: number): void {
  const { op, binary, propagate, a, alpha, aNonNegative, b, beta, error } = step;
  const args = binary ? [0, 0] : [0];
  for (let i = 0; i < n; i++) {
    const r = result[i]!;
    const spread = propagate(a[i]!, alpha[i]!, b[i]!, beta[i]!, r, aNonNegative);
    args[0] = a[i]!;
    if (binary) args[1] = b[i]!;
    // What the operation itself adds is largest at the far end of the spread.
    const own = r < 0 ? r - spread : r + spread;
    error[i] = spread === 0 && r === 0 && keepsZero.has(op) ? 0 : settle(r, spread + opError(op, args, own));
  }
}

function boundSum(
  { a, alpha, b, beta, error }: BoundStep,
  chain: Chain,
  result: Float64Array,
  n: number,
): void {
  const { additions, massA, massB, mass, lossA, lossB, loss } = chain;
  const gamma = (additions * UNIT_ROUNDOFF) / (1 - additions * UNIT_ROUNDOFF);
  for (let i = 0; i < n; i++) {
    const terms =
      (chain.a ? massA[i]! : Math.abs(a[i]!) + alpha[i]!) +
      (chain.b ? massB[i]! : Math.abs(b[i]!) + beta[i]!);
    const errors = (chain.a ? lossA[i]! : alpha[i]!) + (chain.b ? lossB[i]! : beta[i]!);
    mass[i] = terms;
    loss[i] = errors;
    if (additions === 1) error[i] = afterRounding(result[i]!, errors);
    else if (terms === 0) error[i] = 0;
    // In another order a partial sum can be as large as all terms together.
    else if (!(terms <= FLOAT32_MAX)) error[i] = Number.POSITIVE_INFINITY;
    else error[i] = settle(result[i]!, errors + gamma * terms + additions * FLUSH);
  }
}

/** The commonest operation without a detour: the same as `boundAny`, ten times as fast. */
function boundProduct({ a, alpha, b, beta, error }: BoundStep, result: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    const spread = Math.abs(a[i]!) * beta[i]! + (Math.abs(b[i]!) + beta[i]!) * alpha[i]!;
    error[i] = afterRounding(result[i]!, spread);
  }
}

/** The bound after an operation that rounds once. Where anything is infinite, so is the bound, or NaN until `settle`. */
function afterRounding(result: number, spread: number): number {
  if (spread === 0 && result === 0) return 0;
  return settle(result, spread + UNIT_ROUNDOFF * (Math.abs(result) + spread) + FLUSH);
}

/** Overflow makes anything possible. */
function settle(result: number, bound: number): number {
  return Math.abs(result) + bound <= FLOAT32_MAX ? bound : Number.POSITIVE_INFINITY;
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
