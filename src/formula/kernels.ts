import { hypot } from '../core/hypot.ts';
import type { FusedOp } from './instructions.ts';
import { type BinaryOp, sigmoid, softplus, type UnaryOp } from './ops.ts';
import { unrolledKernels } from './unrolled-kernels.ts';

/** r[i] = op(a[i], b[i], c[i], d[i]) for i < n. `r` may be an argument, too. */
export type Kernel = (
  r: Float64Array,
  n: number,
  a: Float64Array,
  b: Float64Array,
  c: Float64Array,
  d: Float64Array,
) => void;

/**
 * One loop per op, written out: a shared loop that calls the op through a function value costs several times as
 * much per element, and these loops are the inner loop of the reference engine. They mean what `unary64` and
 * `binary64` mean; a test holds them together.
 */
export const kernels: Readonly<Record<UnaryOp | BinaryOp | FusedOp, Kernel>> = {
  ...unrolledKernels,
  neg(r, n, a) {
    for (let i = 0; i < n; i++) r[i] = -a[i]!;
  },
  abs(r, n, a) {
    for (let i = 0; i < n; i++) r[i] = Math.abs(a[i]!);
  },
  sign(r, n, a) {
    for (let i = 0; i < n; i++) r[i] = Math.sign(a[i]!);
  },
  floor(r, n, a) {
    for (let i = 0; i < n; i++) r[i] = Math.floor(a[i]!);
  },
  relu(r, n, a) {
    for (let i = 0; i < n; i++) r[i] = Math.max(a[i]!, 0);
  },
  sqrt(r, n, a) {
    for (let i = 0; i < n; i++) r[i] = Math.sqrt(a[i]!);
  },
  cbrt(r, n, a) {
    for (let i = 0; i < n; i++) r[i] = Math.cbrt(a[i]!);
  },
  exp(r, n, a) {
    for (let i = 0; i < n; i++) r[i] = Math.exp(a[i]!);
  },
  log(r, n, a) {
    for (let i = 0; i < n; i++) r[i] = Math.log(a[i]!);
  },
  log2(r, n, a) {
    for (let i = 0; i < n; i++) r[i] = Math.log2(a[i]!);
  },
  log10(r, n, a) {
    for (let i = 0; i < n; i++) r[i] = Math.log10(a[i]!);
  },
  sin(r, n, a) {
    for (let i = 0; i < n; i++) r[i] = Math.sin(a[i]!);
  },
  cos(r, n, a) {
    for (let i = 0; i < n; i++) r[i] = Math.cos(a[i]!);
  },
  tan(r, n, a) {
    for (let i = 0; i < n; i++) r[i] = Math.tan(a[i]!);
  },
  asin(r, n, a) {
    for (let i = 0; i < n; i++) r[i] = Math.asin(a[i]!);
  },
  acos(r, n, a) {
    for (let i = 0; i < n; i++) r[i] = Math.acos(a[i]!);
  },
  atan(r, n, a) {
    for (let i = 0; i < n; i++) r[i] = Math.atan(a[i]!);
  },
  sinh(r, n, a) {
    for (let i = 0; i < n; i++) r[i] = Math.sinh(a[i]!);
  },
  cosh(r, n, a) {
    for (let i = 0; i < n; i++) r[i] = Math.cosh(a[i]!);
  },
  tanh(r, n, a) {
    for (let i = 0; i < n; i++) r[i] = Math.tanh(a[i]!);
  },
  sigmoid(r, n, a) {
    for (let i = 0; i < n; i++) r[i] = sigmoid(a[i]!);
  },
  softplus(r, n, a) {
    for (let i = 0; i < n; i++) r[i] = softplus(a[i]!);
  },
  gaussian(r, n, a) {
    for (let i = 0; i < n; i++) r[i] = Math.exp(-a[i]! * a[i]!);
  },
  div(r, n, a, b) {
    for (let i = 0; i < n; i++) r[i] = a[i]! / b[i]!;
  },
  divOrZero(r, n, a, b) {
    for (let i = 0; i < n; i++) r[i] = b[i] === 0 ? 0 : a[i]! / b[i]!;
  },
  min(r, n, a, b) {
    for (let i = 0; i < n; i++) r[i] = Math.min(a[i]!, b[i]!);
  },
  max(r, n, a, b) {
    for (let i = 0; i < n; i++) r[i] = Math.max(a[i]!, b[i]!);
  },
  pow(r, n, a, b) {
    for (let i = 0; i < n; i++) r[i] = a[i]! ** b[i]!;
  },
  atan2(r, n, a, b) {
    for (let i = 0; i < n; i++) r[i] = Math.atan2(a[i]!, b[i]!);
  },
  hypot(r, n, a, b) {
    for (let i = 0; i < n; i++) r[i] = hypot(a[i]!, b[i]!);
  },
};
