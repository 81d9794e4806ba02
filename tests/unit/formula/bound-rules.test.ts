import { describe, expect, it, test } from 'vitest';
import { propagate } from '../../../src/formula/bound-rules.ts';
import {
  type BinaryOp,
  binary64,
  binaryOps,
  type UnaryOp,
  unary64,
  unaryOps,
} from '../../../src/formula/ops.ts';

const centres = [0, 0.3, -0.3, 0.999, -1, 1.2, 2, -2.5, 3.1, Math.PI / 2, -Math.PI, 8, -20, 60, 1e-6, 1e4];
const radii = [0, 1e-7, 1e-3, 0.05, 0.7, 4];
/** Where in an interval to look, from one end to the other; dense enough to meet a maximum to a few percent. */
const fractions = Array.from({ length: 41 }, (_, i) => i / 20 - 1);

/** Largest change of f over the box, by sampling; NaN where f is not finite somewhere in it. */
function sampled(
  f: (a: number, b: number) => number,
  a: number,
  alpha: number,
  b: number,
  beta: number,
): number {
  const r = f(a, b);
  let worst = 0;
  for (const s of alpha === 0 ? [0] : fractions) {
    for (const t of beta === 0 ? [0] : fractions)
      worst = Math.max(worst, Math.abs(f(a + s * alpha, b + t * beta) - r));
  }
  return worst;
}

interface Tally {
  finite: number;
  all: number;
  loosest: number;
  loosestAt: string;
}

function check(
  op: UnaryOp | BinaryOp,
  f: (a: number, b: number) => number,
  bs: number[],
  betas: number[],
): Tally {
  const tally = { finite: 0, all: 0, loosest: 0, loosestAt: '' };
  for (const a of centres) {
    for (const alpha of radii) {
      for (const b of bs) {
        for (const beta of betas) {
          const r = f(a, b);
          if (!Number.isFinite(r)) continue;
          const bound = propagate[op](a, alpha, b, beta, r, false);
          const found = sampled(f, a, alpha, b, beta);
          const where = `${op} of ${a} ± ${alpha}, ${b} ± ${beta}`;
          tally.all++;
          if (bound === Number.POSITIVE_INFINITY) continue;
          tally.finite++;
          // Of the sampled arguments and results.
          const rounding = 1e-14 * (Math.abs(r) + found) + 1e-15 * (Math.abs(a) + alpha + Math.abs(b) + beta);
          // A NaN within the box, found or bound, fails here.
          expect(found, where).toBeLessThanOrEqual(bound + rounding);
          if (found > 10 * rounding && bound / found > tally.loosest) {
            tally.loosest = bound / found;
            tally.loosestAt = where;
          }
        }
      }
    }
  }
  return tally;
}

/** How much larger than the truth a bound may be at its worst, where the rule is not exact. */
const looseness: Partial<Record<UnaryOp | BinaryOp, number>> = {
  // A Lipschitz constant over the whole interval.
  atan: 25,
  sinh: 5,
  cosh: 5,
  tanh: 60,
  sigmoid: 5,
  relu: 5,
  softplus: 6,
  // First and second order, or the whole range.
  sin: 4,
  cos: 4,
  // The box's farthest point, in every direction.
  atan2: 12,
  // The jump either way.
  sign: 2.01,
  min: 1e9,
  max: 1e9,
};

describe('bounds over a box of arguments', () => {
  test.each([...unaryOps])('%s', (op) => {
    const tally = check(op, unary64[op], [0], [0]);
    expect(tally.finite / tally.all).toBeGreaterThan(0.3);
    expect(tally.loosest, tally.loosestAt).toBeLessThan(looseness[op] ?? 1.2);
  });

  test.each([...binaryOps])('%s', (op) => {
    const tally = check(op, binary64[op], [0, 0.7, -1.5, 2, 3, 1e3], [0, 1e-6, 0.4]);
    expect(tally.finite / tally.all).toBeGreaterThan(0.25);
    expect(tally.loosest, tally.loosestAt).toBeLessThan(looseness[op] ?? 2.5);
  });

  it('promise nothing at poles, outside of domains, and after something unbounded', () => {
    expect(propagate.log(0.5, 0.5, 0, 0, Math.log(0.5), false)).toBe(Infinity);
    expect(propagate.sqrt(0.1, 0.2, 0, 0, Math.sqrt(0.1), false)).toBe(Infinity);
    expect(propagate.asin(0.95, 0.1, 0, 0, Math.asin(0.95), false)).toBe(Infinity);
    expect(propagate.tan(1.5, 0.2, 0, 0, Math.tan(1.5), false)).toBe(Infinity);
    expect(propagate.div(1, 0, 0.1, 0.2, 10, false)).toBe(Infinity);
    expect(propagate.divOrZero(1, 0, 0, 1e-9, 0, false)).toBe(Infinity);
    expect(propagate.pow(-1, 0.1, 0.5, 0, Number.NaN, false)).toBe(Infinity);
    expect(propagate.pow(1, 2, 0.5, 0, 1, false)).toBe(Infinity);
    for (const op of ['sin', 'sign', 'tanh', 'min', 'atan2'] as const) {
      expect(propagate[op](1, Infinity, 1, 0, 0.5, false), op).toBe(Infinity);
    }
  });

  it('know that a root of squares sees nothing negative', () => {
    expect(propagate.sqrt(0, 1e-6, 0, 0, 0, true)).toBeCloseTo(1e-3, 12);
    expect(propagate.pow(0, 1e-6, 0.5, 0, 0, true)).toBeCloseTo(1e-3, 12);
  });
});
