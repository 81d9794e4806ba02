import { describe, expect, test } from 'vitest';
import { opError, REDUCTION_ERROR, SMALL_ANGLE, ULPS } from '../../src/formula/float32-model.ts';
import { type BinaryOp, binary64, type UnaryOp, unary64 } from '../../src/formula/ops.ts';
import { wgslFiles } from '../../src/gpu/wgsl-files.ts';
import { sharedGpu } from '../support/gpu.ts';
import { mapOnGpu } from '../support/kernel.ts';

const sections = ['lib/finite.wgsl', 'lib/math.wgsl'].map((name) => ({ name, text: wgslFiles[name]! }));

/** Numbers on which elementary functions are apt to fail. */
const CORNERS = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  2,
  -2,
  0.625,
  0.41421357,
  2.4142135,
  Math.SQRT1_2,
  Math.SQRT2,
  88.722832,
  88.72284,
  89.4,
  89.6,
  -87.3,
  -87.4,
  -103.9,
  -104,
  9.01,
  9.03,
  10.19,
  10.21,
  131071.99,
  131072,
  -131073,
  1e10,
  -1e20,
  3.4e38,
  -3.4e38,
  1e-38,
  1.18e-38,
  1e-40,
  -1e-40,
  1e-45,
  2 ** 125,
  2 ** 126,
  2 ** 127,
  8388608,
  16777216,
  1e-20,
  1e19,
  -1e19,
];
const SPECIAL = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];

interface Case {
  name: UnaryOp | BinaryOp;
  /** Worst error where ÷ and sqrt round correctly, in ulps, rounded up: what the software adapter must reach. */
  measured: number;
  /** Where most arguments are drawn from, besides all of float32. */
  range: [number, number];
  /** Second argument, for functions of two. */
  range2?: [number, number];
}

const cases: Case[] = [
  { name: 'sin', measured: 1.25, range: [-40, 40] },
  { name: 'cos', measured: 1.4, range: [-40, 40] },
  { name: 'tan', measured: 1.7, range: [-40, 40] },
  { name: 'asin', measured: 2.3, range: [-1, 1] },
  { name: 'acos', measured: 1.2, range: [-1, 1] },
  { name: 'atan', measured: 1.3, range: [-10, 10] },
  { name: 'sinh', measured: 1.15, range: [-90, 90] },
  { name: 'cosh', measured: 1.0, range: [-90, 90] },
  { name: 'tanh', measured: 1.15, range: [-10, 10] },
  { name: 'exp', measured: 0.7, range: [-104, 89] },
  { name: 'log', measured: 0.7, range: [0, 10] },
  { name: 'log2', measured: 0.9, range: [0, 10] },
  { name: 'log10', measured: 1.1, range: [0, 10] },
  { name: 'cbrt', measured: 0.85, range: [-100, 100] },
  { name: 'sigmoid', measured: 1.45, range: [-100, 30] },
  { name: 'softplus', measured: 1.0, range: [-100, 30] },
  { name: 'gaussian', measured: 0.8, range: [-10.5, 10.5] },
  { name: 'hypot', measured: 0.95, range: [-100, 100], range2: [-100, 100] },
  { name: 'atan2', measured: 1.55, range: [-100, 100], range2: [-100, 100] },
  { name: 'pow', measured: 0.8, range: [0, 4], range2: [-60, 60] },
];

describe('library functions stay within the float32 model', () => {
  test.each(cases)('$name', async ({ name, measured, range, range2 }) => {
    const { device, isSoftware } = await sharedGpu();
    const { a, b } = argumentsFor(range, range2);
    const call = `math${name[0]!.toUpperCase()}${name.slice(1)}(a${range2 ? ', b' : ''})`;
    const got = new Float32Array(await mapOnGpu(device, sections, call, 'f32', 1, a, b));
    const worst = judge(name, a, b, got, range2 !== undefined);
    if (process.env.RAVINE_REPORT)
      console.info(`${name}: ${worst.ulps.toFixed(2)} ulps at ${worst.at}, ${a.length} points`);
    expect(worst.failures.slice(0, 5)).toEqual([]);
    expect(worst.ulps, worst.at).toBeLessThanOrEqual(isSoftware ? measured : ULPS[name]!);
    // The model leaves room for ÷ and sqrt as WGSL allows them, and not so much that it says nothing.
    expect(measured).toBeLessThan(ULPS[name]!);
    expect(worst.ulps).toBeGreaterThan(0.4);
  });
});

function argumentsFor(
  range: [number, number],
  range2?: [number, number],
): { a: Float32Array; b: Float32Array } {
  const random = generator(7);
  const dense = 1 << 18;
  const a: number[] = [];
  const b: number[] = [];
  const second = (): number => (range2 ? range2[0] + (range2[1] - range2[0]) * random() : 0);
  for (let i = 0; i < dense; i++) {
    a.push(range[0] + ((range[1] - range[0]) * (i + random())) / dense);
    b.push(second());
  }
  const bits = new Uint32Array(1);
  const anyFloat = (): number => {
    bits[0] = random() * 2 ** 32;
    return new Float32Array(bits.buffer)[0]!;
  };
  for (let i = 0; i < dense; i++) {
    a.push(anyFloat());
    b.push(range2 ? anyFloat() : 0);
  }
  for (let i = 0; i < 1 << 15; i++) {
    a.push(1 + (random() - 0.5) * 2 ** (-20 * random())); // near 1, where logarithms cancel
    b.push(range2 ? second() * 2 ** (20 * random()) : 0);
  }
  for (let k = -84_000; k <= 84_000; k += 7) {
    a.push((k * Math.PI) / 2); // where trigonometric functions vanish
    b.push(second());
  }
  const corners = [...CORNERS, ...SPECIAL];
  for (const x of corners) {
    for (const y of range2 ? corners : [0]) {
      a.push(x);
      b.push(y);
    }
  }
  return { a: new Float32Array(a), b: new Float32Array(b) };
}

/** mulberry32: the test's own numbers, not the project's generator. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function judge(
  name: UnaryOp | BinaryOp,
  a: Float32Array,
  b: Float32Array,
  got: Float32Array,
  binary: boolean,
) {
  const failures: string[] = [];
  let ulps = 0;
  let at = '';
  for (let i = 0; i < a.length; i++) {
    const args = binary ? [a[i]!, b[i]!] : [a[i]!];
    const exact = reference(name, args);
    const value = got[i]!;
    const where = `${name}(${args.join(', ')}) = ${value}, exactly ${exact}`;
    if (!Number.isFinite(exact)) {
      const flushed = reference(
        name,
        args.map((v) => (Math.abs(v) < 2 ** -126 ? 0 : v)),
      );
      if (!Object.is(value, exact) && !Object.is(value, flushed)) failures.push(where);
      continue;
    }
    if (!Number.isFinite(Math.fround(exact))) {
      if (Math.abs(value) < 3.4e38) failures.push(where);
      continue;
    }
    const error = Math.abs(value - exact);
    const allowed = opError(name, args, exact);
    if (!(error <= allowed)) failures.push(`${where}, allowed ${allowed}`);
    const angle = name === 'sin' || name === 'cos' || name === 'tan';
    if (angle && Math.abs(a[i]!) > SMALL_ANGLE) continue;
    const floor = 2 ** -126 + (angle ? REDUCTION_ERROR * Math.abs(a[i]!) * (1 + exact * exact) : 0);
    if (!args.some((v) => v !== 0 && Math.abs(v) < 2 ** -126) && error > floor) {
      const here = (error - floor) / (2 ** -23 * Math.abs(exact));
      if (here > ulps) {
        ulps = here;
        at = where;
      }
    }
  }
  return { failures, ulps, at };
}

/** JavaScript's functions; for (±1)^±∞ it has NaN where C, and `mathPow`, have 1. */
function reference(name: UnaryOp | BinaryOp, args: readonly number[]): number {
  const infinitePower = name === 'pow' && Math.abs(args[1]!) === Number.POSITIVE_INFINITY;
  if (infinitePower && Math.abs(args[0]!) === 1) return 1;
  return args.length === 2
    ? binary64[name as BinaryOp](args[0]!, args[1]!)
    : unary64[name as UnaryOp](args[0]!);
}
