import { hypot } from '../core/hypot.ts';

/** What a node of the graph can be. The names of functions are those of the language. */
export const leafOps = ['x', 'y', 'constant', 'parameter'] as const;
export const unaryOps = [
  'neg',
  'abs',
  'sign',
  'floor',
  'relu',
  'sqrt',
  'cbrt',
  'exp',
  'log',
  'log2',
  'log10',
  'sin',
  'cos',
  'tan',
  'asin',
  'acos',
  'atan',
  'sinh',
  'cosh',
  'tanh',
  'sigmoid',
  'softplus',
  'gaussian',
] as const;
export const binaryOps = [
  'add',
  'sub',
  'mul',
  'div',
  /** a/b, and 0 where b = 0: what derivatives of roots and norms use at their tip. */
  'divOrZero',
  'min',
  'max',
  'pow',
  /** atan2(y, x). */
  'atan2',
  'hypot',
] as const;

export type LeafOp = (typeof leafOps)[number];
export type UnaryOp = (typeof unaryOps)[number];
export type BinaryOp = (typeof binaryOps)[number];
export type Op = LeafOp | UnaryOp | BinaryOp;

/** Ops whose arguments may change places without changing the result. */
export const commutativeOps: ReadonlySet<Op> = new Set<Op>(['add', 'mul', 'min', 'max', 'hypot']);

/** Float64 meaning of every unary op. */
export const unary64: Readonly<Record<UnaryOp, (a: number) => number>> = {
  neg: (a) => -a,
  abs: Math.abs,
  sign: Math.sign,
  floor: Math.floor,
  relu: (a) => Math.max(a, 0),
  sqrt: Math.sqrt,
  cbrt: Math.cbrt,
  exp: Math.exp,
  log: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  sigmoid,
  softplus,
  gaussian: (a) => Math.exp(-a * a),
};

/** Float64 meaning of every binary op. */
export const binary64: Readonly<Record<BinaryOp, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  divOrZero: (a, b) => (b === 0 ? 0 : a / b),
  min: Math.min,
  max: Math.max,
  pow: (a, b) => a ** b,
  atan2: Math.atan2,
  hypot,
};

/** 1 / (1 + e⁻ᵃ) to full relative precision in both tails. */
export function sigmoid(a: number): number {
  if (a >= 0) return 1 / (1 + Math.exp(-a));
  const grown = Math.exp(a);
  return grown / (1 + grown);
}

/** log(1 + eᵃ) without overflow. */
export function softplus(a: number): number {
  return Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)));
}
