/**
 * How far one float32 operation of a WGSL program may be from the exact result: what the running error bound of
 * `bounds.ts` is made of, and what the GPU is judged by.
 *
 * Two origins. Operators and built-ins: the accuracy table of the WGSL specification (§ 15.7.4, "Accuracy of concrete
 * floating point expressions"), which every conforming device keeps. Library functions of `shaders/lib/math.wgsl`:
 * measured over millions of arguments by tests/gpu/math.test.ts where ÷ and sqrt round correctly, rounded up
 * generously, plus what the specification allows the ÷ and sqrt inside them.
 */
import { FLOAT32_MAX, FLOAT32_MIN_NORMAL, UNIT_ROUNDOFF } from '../core/float32.ts';
import { type BinaryOp, binary64, type UnaryOp, unary64 } from './ops.ts';

/** One unit in the last place is at most this fraction of a normal number. */
const ULP = 2 * UNIT_ROUNDOFF;
/** A result, or an argument, smaller than this may become zero. */
export const FLUSH = FLOAT32_MIN_NORMAL;
/** WGSL: x / y, for |y| within [2⁻¹²⁶, 2¹²⁶]; beyond, nothing is promised. */
export const DIVIDE_ULPS = 2.5;
export const DIVISOR_MAX = 2 ** 126;
/** WGSL: "inherited from 1.0 / inverseSqrt(x)", which is 2 ulps and then a division: 4.5, and second-order terms. */
export const SQRT_ULPS = 4.6;

/** Operators that round once: half an ulp. Everything exact: comparisons and what only selects or changes a sign. */
const ROUNDED: ReadonlySet<string> = new Set(['add', 'sub', 'mul']);
const EXACT: ReadonlySet<string> = new Set(['neg', 'abs', 'sign', 'floor', 'relu', 'min', 'max']);

/**
 * Relative error of the library functions in ulps (2⁻²³ of the result). In brackets the worst that was measured with
 * correctly rounded ÷ and sqrt; the rest is margin and the allowance for the function's own divisions and roots.
 */
export const ULPS: Readonly<Record<string, number>> = {
  /** [1.3] */
  sin: 2.5,
  /** [1.4] */
  cos: 2.5,
  /** [1.7] 1/t */
  tan: 5,
  /** [2.3] √, doubled where asin x = π/2 − 2 asin √… */
  asin: 11,
  /** [1.2] √ */
  acos: 6,
  /** [1.3] (t − 1)/(t + 1) */
  atan: 4,
  /** [1.6] two divisions */
  atan2: 6,
  /** [1.2] ¼/(eˣ/2), a sixth of the result */
  sinh: 2,
  /** [1.0] ¼/(eˣ/2), half of the result */
  cosh: 2.5,
  /** [1.2] 2/(e²ˣ + 1) */
  tanh: 3.5,
  /** [0.7] */
  exp: 1.25,
  /** [0.7] */
  log: 1.25,
  /** [0.9] */
  log2: 1.5,
  /** [1.1] */
  log10: 1.75,
  /** [0.9] its divisions only make small corrections */
  cbrt: 1.5,
  /** [1.0] √ */
  hypot: 6,
  /** [0.8] its divisions only make small corrections */
  pow: 2,
  /** [1.5] one division */
  sigmoid: 4,
  /** [1.0] */
  softplus: 2,
  /** [0.8] */
  gaussian: 1.5,
};

/** Up to here `mathSin`, `mathCos` and `mathTan` are accurate; beyond, sine and cosine may be anything in [−1, 1]. */
export const SMALL_ANGLE = 2 ** 17;
/**
 * Absolute error of the angle once multiples of π/2 are taken off, as a fraction of the angle: the last of the five
 * parts of π/2 is 2⁻³⁰ and rounded to 24 bits, as is its product with one of 2/π quarter turns per unit of angle: 2⁻⁵⁴ each.
 */
export const REDUCTION_ERROR = 2 ** -53;

/**
 * Absolute error that a normal variate of `normalPair` (shaders/lib/random.wgsl) may have, times its radius
 * √(−2 ln u) ≤ 5.77: rounding of log, sqrt (see SQRT_ULPS), the angle, cos or sin, and the product.
 */
export const NORMAL_ULPS = 12;

/**
 * Largest absolute error that `op` itself adds, given arguments that are exact float32 numbers.
 * @param result the exact (float64) result for `args`
 * @returns ≥ 0; Infinity where the operation promises nothing, or the result is no finite float32
 */
export function opError(op: string, args: readonly number[], result: number): number {
  if (!(Math.abs(result) <= FLOAT32_MAX)) return Number.POSITIVE_INFINITY;
  return ownError(op, args, result) + flushError(op, args, result);
}

function ownError(op: string, args: readonly number[], result: number): number {
  const magnitude = Math.abs(result);
  if (EXACT.has(op)) return 0;
  if (ROUNDED.has(op)) return UNIT_ROUNDOFF * magnitude + FLUSH;
  switch (op) {
    case 'divOrZero':
      return args[1] === 0 ? 0 : divideError(args[1]!, magnitude);
    case 'div':
      return divideError(args[1]!, magnitude);
    case 'sqrt':
      return SQRT_ULPS * ULP * magnitude + FLUSH;
    case 'sin':
    case 'cos':
      return Math.min(2, ulps(op, magnitude) + reductionError(args[0]!));
    case 'tan':
      return ulps(op, magnitude) + reductionError(args[0]!) * (1 + magnitude * magnitude);
    default:
      return ulps(op, magnitude);
  }
}

/** @throws RangeError for an op that is neither an operator nor a function: an unknown error is not zero. */
function ulps(op: string, magnitude: number): number {
  const count = ULPS[op];
  if (count === undefined) throw new RangeError(`No float32 error model for '${op}'.`);
  return count * ULP * magnitude + FLUSH;
}

function divideError(divisor: number, magnitude: number): number {
  const size = Math.abs(divisor);
  if (!(size >= FLUSH && size <= DIVISOR_MAX)) return Number.POSITIVE_INFINITY;
  return DIVIDE_ULPS * ULP * magnitude + FLUSH;
}

function reductionError(angle: number): number {
  const size = Math.abs(angle);
  return size <= SMALL_ANGLE ? REDUCTION_ERROR * size : Number.POSITIVE_INFINITY;
}

/** A subnormal argument may be taken as zero: what that would change. */
function flushError(op: string, args: readonly number[], result: number): number {
  if (!args.some(isSubnormal)) return 0;
  const flushed = args.map((value) => (isSubnormal(value) ? 0 : value));
  const changed = Math.abs(evaluate64(op, flushed) - result);
  return Number.isNaN(changed) ? Number.POSITIVE_INFINITY : changed;
}

const isSubnormal = (value: number): boolean => value !== 0 && Math.abs(value) < FLUSH;

function evaluate64(op: string, args: readonly number[]): number {
  if (op in unary64) return unary64[op as UnaryOp](args[0]!);
  return binary64[op as BinaryOp](args[0]!, args[1]!);
}
