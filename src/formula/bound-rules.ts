import { hypot } from '../core/hypot.ts';
import { DIVISOR_MAX, FLUSH } from './float32-model.ts';
import { type BinaryOp, sigmoid, type UnaryOp } from './ops.ts';

/**
 * How far f(a′, b′) can be from f(a, b) = r while |a′ − a| ≤ α and |b′ − b| ≤ β, in exact arithmetic: an upper bound
 * over the whole box. Infinity where nothing can be promised: at poles, outside of a domain, across a jump to
 * infinity. Unary rules ignore b.
 * @param nonNegative a′ is known to be ≥ 0
 */
export type Propagate = (
  a: number,
  alpha: number,
  b: number,
  beta: number,
  r: number,
  nonNegative: boolean,
) => number;

const ANY = Number.POSITIVE_INFINITY;

/** An argument that may be anything, NaN too, makes any result possible, even that of min, sign or sin. */
const guarded =
  (rule: Propagate): Propagate =>
  (a, alpha, b, beta, r, nonNegative) => {
    if (!(alpha < ANY && beta < ANY) || Number.isNaN(r)) return ANY;
    const spread = rule(a, alpha, b, beta, r, nonNegative);
    return Number.isNaN(spread) ? ANY : spread;
  };

/** Smallest |t| with |t − a| ≤ α. */
const nearestToZero = (a: number, alpha: number): number => Math.max(0, Math.abs(a) - alpha);

/** Derivative at most `slope` in absolute value over the interval (mean value theorem). */
const lipschitz = (alpha: number, slope: number): number => (alpha === 0 ? 0 : alpha * slope);

/** Of a monotone function: the ends decide. */
const ends = (f: (t: number) => number, a: number, alpha: number, r: number): number =>
  alpha === 0 ? 0 : Math.max(Math.abs(f(a + alpha) - r), Math.abs(f(a - alpha) - r));

const quotient: Propagate = (_, alpha, b, beta, r) => {
  const nearest = Math.abs(b) - beta;
  // Outside of this range of divisors WGSL promises nothing.
  if (nearest < FLUSH || Math.abs(b) + beta > DIVISOR_MAX) return ANY;
  return (alpha + Math.abs(r) * beta) / nearest;
};

const logarithm =
  (base: number): Propagate =>
  (a, alpha) =>
    a - alpha > 0 ? -Math.log1p(-alpha / a) / base : ANY;

const wave =
  (slope: (t: number) => number): Propagate =>
  (a, alpha) =>
    Math.min(2, alpha, Math.abs(slope(a)) * alpha + (alpha * alpha) / 2);

/** The larger of two: min and max move no further than the argument that moves most. */
const larger: Propagate = (_a, alpha, _b, beta) => Math.max(alpha, beta);
const same: Propagate = (_, alpha) => alpha;
const sum: Propagate = (_a, alpha, _b, beta) => alpha + beta;

const rules: Readonly<Record<UnaryOp | BinaryOp, Propagate>> = {
  neg: same,
  abs: same,
  relu: same,
  sign: (a, alpha) => (alpha > 0 && Math.abs(a) <= alpha ? 1 + Math.abs(Math.sign(a)) : 0),
  floor: (a, alpha, _b, _beta, r) => Math.max(Math.floor(a + alpha) - r, r - Math.floor(a - alpha)),
  sqrt(a, alpha, _b, _beta, r, nonNegative) {
    if (alpha === 0) return 0;
    if (a - alpha < 0 && !nonNegative) return ANY;
    const low = Math.max(0, a - alpha);
    const below = a - low === 0 ? 0 : (a - low) / (r + Math.sqrt(low));
    return Math.max(below, alpha / (Math.sqrt(a + alpha) + r));
  },
  cbrt: (a, alpha, _b, _beta, r) => ends(Math.cbrt, a, alpha, r),
  exp: (_a, alpha, _b, _beta, r) => (alpha === 0 ? 0 : r * Math.expm1(alpha)),
  log: logarithm(1),
  log2: logarithm(Math.LN2),
  log10: logarithm(Math.LN10),
  sin: wave(Math.cos),
  cos: wave(Math.sin),
  tan(a, alpha, _b, _beta, r) {
    const branch = (t: number): number => Math.floor(t / Math.PI + 0.5);
    return branch(a - alpha) === branch(a + alpha) ? ends(Math.tan, a, alpha, r) : ANY;
  },
  asin: (a, alpha, _b, _beta, r) => (Math.abs(a) + alpha > 1 ? ANY : ends(Math.asin, a, alpha, r)),
  acos: (a, alpha, _b, _beta, r) => (Math.abs(a) + alpha > 1 ? ANY : ends(Math.acos, a, alpha, r)),
  atan: (a, alpha) => lipschitz(alpha, 1 / (1 + nearestToZero(a, alpha) ** 2)),
  sinh: (a, alpha) => lipschitz(alpha, Math.cosh(Math.abs(a) + alpha)),
  cosh: (a, alpha) => lipschitz(alpha, Math.sinh(Math.abs(a) + alpha)),
  tanh: (a, alpha) => Math.min(2, lipschitz(alpha, 1 / Math.cosh(nearestToZero(a, alpha)) ** 2)),
  sigmoid(a, alpha) {
    const nearest = nearestToZero(a, alpha);
    return Math.min(1, lipschitz(alpha, sigmoid(nearest) * sigmoid(-nearest)));
  },
  softplus: (a, alpha) => lipschitz(alpha, sigmoid(a + alpha)),
  gaussian(a, alpha, _b, _beta, r) {
    if (alpha === 0) return 0;
    const bell = (t: number): number => Math.exp(-t * t);
    return Math.max(bell(nearestToZero(a, alpha)) - r, r - bell(Math.abs(a) + alpha));
  },

  add: sum,
  sub: sum,
  mul: (a, alpha, b, beta) => Math.abs(a) * beta + Math.abs(b) * alpha + alpha * beta,
  div: quotient,
  divOrZero: (a, alpha, b, beta, r, nonNegative) =>
    b === 0 && beta === 0 ? 0 : quotient(a, alpha, b, beta, r, nonNegative),
  min: larger,
  max: larger,
  // Convex: it changes most away from the origin.
  hypot: (a, alpha, b, beta, r) =>
    alpha === 0 && beta === 0 ? 0 : hypot(Math.abs(a) + alpha, Math.abs(b) + beta) - r,
  atan2(a, alpha, b, beta) {
    if (alpha === 0 && beta === 0 && a !== 0) return 0;
    const moved = hypot(alpha, beta);
    const radius = hypot(a, b);
    // The branch cut is the negative half of the second argument's axis, where −π and π meet.
    if (moved >= radius || (Math.abs(a) <= alpha && b - beta < 0)) return 2 * Math.PI;
    const square = nearestToZero(a, alpha) ** 2 + nearestToZero(b, beta) ** 2;
    const slopes = (Math.abs(b) + beta) * alpha + (Math.abs(a) + alpha) * beta;
    return Math.min(Math.asin(moved / radius), slopes / square);
  },
  pow: power,
};

/** Over a box of positive bases the corners decide: a^b is monotone in a, and in b. */
function power(a: number, alpha: number, b: number, beta: number, r: number, nonNegative: boolean): number {
  if (alpha === 0 && beta === 0) return Number.isFinite(r) ? 0 : ANY;
  const high = a + alpha;
  const low = nonNegative ? Math.max(0, a - alpha) : a - alpha;
  const integer = beta === 0 && Number.isInteger(b);
  if (low > 0) return corners(low, high, b, beta, r);
  if (low === 0) return b - beta > 0 ? corners(low, high, b, beta, r) : ANY;
  if (integer && high < 0) return corners(-high, -low, b, 0, Math.abs(r));
  // A whole power is smooth through 0; any other has no value on one side.
  return integer && b > 0 ? Math.max(-low, high) ** b + Math.abs(r) : ANY;
}

function corners(low: number, high: number, b: number, beta: number, r: number): number {
  let worst = 0;
  for (const base of [low, high]) {
    for (const exponent of [b - beta, b + beta]) worst = Math.max(worst, Math.abs(base ** exponent - r));
  }
  return worst;
}

export const propagate = Object.fromEntries(
  Object.entries(rules).map(([op, rule]) => [op, guarded(rule)]),
) as Readonly<Record<UnaryOp | BinaryOp, Propagate>>;
