/** Functions of the language and how many arguments each takes. `sum` is syntax, not a function: it binds a name. */
export const functionArity = {
  sin: [1, 1],
  cos: [1, 1],
  tan: [1, 1],
  asin: [1, 1],
  acos: [1, 1],
  atan: [1, 1],
  /** atan2(y, x), the angle of the point (x, y). */
  atan2: [2, 2],
  sinh: [1, 1],
  cosh: [1, 1],
  tanh: [1, 1],
  exp: [1, 1],
  /** Natural logarithm. */
  log: [1, 1],
  log2: [1, 1],
  log10: [1, 1],
  sqrt: [1, 1],
  cbrt: [1, 1],
  abs: [1, 1],
  sign: [1, 1],
  floor: [1, 1],
  /** 1 / (1 + exp(−t)). */
  sigmoid: [1, 1],
  relu: [1, 1],
  /** log(1 + exp(t)). */
  softplus: [1, 1],
  /** exp(−t²). */
  gaussian: [1, 1],
  min: [2, Number.POSITIVE_INFINITY],
  max: [2, Number.POSITIVE_INFINITY],
  hypot: [2, Number.POSITIVE_INFINITY],
} as const satisfies Record<string, readonly [number, number]>;

export type FunctionName = keyof typeof functionArity;

export const namedConstants: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E };

export const isFunctionName = (name: string): name is FunctionName => Object.hasOwn(functionArity, name);
export const isConstantName = (name: string): boolean => Object.hasOwn(namedConstants, name);
/** Names that no parameter and no sum index can have. */
export const isReserved = (name: string): boolean =>
  name === 'x' || name === 'y' || name === 'sum' || isFunctionName(name) || isConstantName(name);

/** Longest formula, UTF-16 units. Twice the longest of the catalogue leaves room; a parser is no file viewer. */
export const MAX_TEXT_LENGTH = 2000;
/** Deepest nesting of parentheses, calls and signs: far above any formula a person reads, far below the call stack. */
export const MAX_NESTING = 100;
/** Most terms of one `sum`. */
export const MAX_SUM_TERMS = 1000;
/** Most nodes of a formula before derivatives; beyond, shaders take minutes to compile. */
export const MAX_NODES = 10_000;
/** Most nodes with gradient and Hessian; each reverse sweep costs at most about four times its input. */
export const MAX_NODES_WITH_DERIVATIVES = 200_000;
/** Most steps of expanding a formula: nested sums of constants make few nodes but can take for ever. */
export const MAX_EXPANSION = 200_000;
