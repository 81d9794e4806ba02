import { type BinaryOp, hypot, sigmoid, softplus, type UnaryOp } from './ops.ts';

/** r[i] = op(a[i], b[i]) for i < n. `r` may be `a` or `b`; unary kernels ignore `b`. */
export type Kernel = (a: Float64Array, b: Float64Array, r: Float64Array, n: number) => void;

/**
 * One loop per op, written out: a shared loop that calls the op through a function value costs several times as
 * much per element, and these loops are the inner loop of the reference engine. They mean what `unary64` and
 * `binary64` mean; a test holds them together.
 */
export const kernels: Readonly<Record<UnaryOp | BinaryOp, Kernel>> = {
  neg(a, _, r, n) {
    for (let i = 0; i < n; i++) r[i] = -a[i]!;
  },
  abs(a, _, r, n) {
    for (let i = 0; i < n; i++) r[i] = Math.abs(a[i]!);
  },
  sign(a, _, r, n) {
    for (let i = 0; i < n; i++) r[i] = Math.sign(a[i]!);
  },
  floor(a, _, r, n) {
    for (let i = 0; i < n; i++) r[i] = Math.floor(a[i]!);
  },
  relu(a, _, r, n) {
    for (let i = 0; i < n; i++) r[i] = Math.max(a[i]!, 0);
  },
  sqrt(a, _, r, n) {
    for (let i = 0; i < n; i++) r[i] = Math.sqrt(a[i]!);
  },
  cbrt(a, _, r, n) {
    for (let i = 0; i < n; i++) r[i] = Math.cbrt(a[i]!);
  },
  exp(a, _, r, n) {
    for (let i = 0; i < n; i++) r[i] = Math.exp(a[i]!);
  },
  log(a, _, r, n) {
    for (let i = 0; i < n; i++) r[i] = Math.log(a[i]!);
  },
  log2(a, _, r, n) {
    for (let i = 0; i < n; i++) r[i] = Math.log2(a[i]!);
  },
  log10(a, _, r, n) {
    for (let i = 0; i < n; i++) r[i] = Math.log10(a[i]!);
  },
  sin(a, _, r, n) {
    for (let i = 0; i < n; i++) r[i] = Math.sin(a[i]!);
  },
  cos(a, _, r, n) {
    for (let i = 0; i < n; i++) r[i] = Math.cos(a[i]!);
  },
  tan(a, _, r, n) {
    for (let i = 0; i < n; i++) r[i] = Math.tan(a[i]!);
  },
  asin(a, _, r, n) {
    for (let i = 0; i < n; i++) r[i] = Math.asin(a[i]!);
  },
  acos(a, _, r, n) {
    for (let i = 0; i < n; i++) r[i] = Math.acos(a[i]!);
  },
  atan(a, _, r, n) {
    for (let i = 0; i < n; i++) r[i] = Math.atan(a[i]!);
  },
  sinh(a, _, r, n) {
    for (let i = 0; i < n; i++) r[i] = Math.sinh(a[i]!);
  },
  cosh(a, _, r, n) {
    for (let i = 0; i < n; i++) r[i] = Math.cosh(a[i]!);
  },
  tanh(a, _, r, n) {
    for (let i = 0; i < n; i++) r[i] = Math.tanh(a[i]!);
  },
  sigmoid(a, _, r, n) {
    for (let i = 0; i < n; i++) r[i] = sigmoid(a[i]!);
  },
  softplus(a, _, r, n) {
    for (let i = 0; i < n; i++) r[i] = softplus(a[i]!);
  },
  gaussian(a, _, r, n) {
    for (let i = 0; i < n; i++) r[i] = Math.exp(-a[i]! * a[i]!);
  },
  add(a, b, r, n) {
    for (let i = 0; i < n; i++) r[i] = a[i]! + b[i]!;
  },
  sub(a, b, r, n) {
    for (let i = 0; i < n; i++) r[i] = a[i]! - b[i]!;
  },
  mul(a, b, r, n) {
    for (let i = 0; i < n; i++) r[i] = a[i]! * b[i]!;
  },
  div(a, b, r, n) {
    for (let i = 0; i < n; i++) r[i] = a[i]! / b[i]!;
  },
  divOrZero(a, b, r, n) {
    for (let i = 0; i < n; i++) r[i] = b[i] === 0 ? 0 : a[i]! / b[i]!;
  },
  min(a, b, r, n) {
    for (let i = 0; i < n; i++) r[i] = Math.min(a[i]!, b[i]!);
  },
  max(a, b, r, n) {
    for (let i = 0; i < n; i++) r[i] = Math.max(a[i]!, b[i]!);
  },
  pow(a, b, r, n) {
    for (let i = 0; i < n; i++) r[i] = a[i]! ** b[i]!;
  },
  atan2(a, b, r, n) {
    for (let i = 0; i < n; i++) r[i] = Math.atan2(a[i]!, b[i]!);
  },
  hypot(a, b, r, n) {
    for (let i = 0; i < n; i++) r[i] = hypot(a[i]!, b[i]!);
  },
};
