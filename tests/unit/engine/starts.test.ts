import { describe, expect, it } from 'vitest';
import { parseRunSpec } from '../../../src/engine/parse-run-spec.ts';
import { planRun } from '../../../src/engine/plan-run.ts';
import { generateStarts } from '../../../src/engine/starts.ts';

const formula = 'x^2 + y^2';
const startsOf = (starts: unknown, more: object = {}) =>
  generateStarts(planRun(parseRunSpec({ starts, ...more })));
const on = (domain: number[]) => ({ surface: { formula, domain } });

const column = (starts: Float64Array, axis: 0 | 1) => starts.filter((_, k) => k % 2 === axis);
const mean = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length;
const deviation = (values: Float64Array) => Math.sqrt(mean(values.map((v) => v * v)) - mean(values) ** 2);

describe('generateStarts', () => {
  it.each(['grid', 'uniform', 'normal', 'ring'])('%s: as many as asked for, each a float32', (kind) => {
    for (const count of [1, 2, 7, 100, 1001]) {
      const starts = startsOf({ kind, count });
      expect(starts).toHaveLength(2 * count);
      expect(starts.every((v) => Number.isFinite(v) && v === Math.fround(v))).toBe(true);
    }
  });

  it('grid: cell centres, row by row from the lower left', () => {
    expect([...startsOf({ kind: 'grid', count: 4 }, on([0, 4, 10, 14]))]).toEqual([
      1, 11, 3, 11, 1, 13, 3, 13,
    ]);
  });

  it('grid: a count that is no square leaves the last row short', () => {
    const starts = startsOf({ kind: 'grid', count: 5 }, on([0, 3, 0, 2]));
    expect([...starts]).toEqual([0.5, 0.5, 1.5, 0.5, 2.5, 0.5, 0.5, 1.5, 1.5, 1.5]);
  });

  it('uniform: fills the domain evenly', () => {
    const starts = startsOf({ kind: 'uniform', count: 40_000 }, on([-1, 3, 10, 20]));
    for (const [axis, low, high] of [
      [0, -1, 3],
      [1, 10, 20],
    ] as const) {
      const values = column(starts, axis);
      expect(Math.min(...values)).toBeGreaterThanOrEqual(low);
      expect(Math.max(...values)).toBeLessThan(high);
      // Standard error of a mean of 40,000 is 1/693 of the width; five of them.
      expect(Math.abs(mean(values) - (low + high) / 2)).toBeLessThan((5 * (high - low)) / 693);
    }
  });

  it('normal: around the centre, with the spread as a fraction of the half-width', () => {
    const starts = startsOf({ kind: 'normal', count: 40_000, spread: 0.5 }, on([-2, 2, 0, 20]));
    // Standard error of the mean is σ/200, of the deviation σ/283; five of them.
    expect(Math.abs(mean(column(starts, 0)))).toBeLessThan(5 / 200);
    expect(Math.abs(mean(column(starts, 1)) - 10)).toBeLessThan((5 * 5) / 200);
    expect(Math.abs(deviation(column(starts, 0)) - 1)).toBeLessThan(5 / 283);
    expect(Math.abs(deviation(column(starts, 1)) - 5)).toBeLessThan((5 * 5) / 283);
  });

  it('normal: no spread is one point', () => {
    const starts = startsOf({ kind: 'normal', count: 3, center: [1.5, -2], spread: 0 });
    expect([...starts]).toEqual([1.5, -2, 1.5, -2, 1.5, -2]);
  });

  it('ring: on an ellipse, evenly spaced', () => {
    const starts = startsOf({ kind: 'ring', count: 8, center: [1, 1], radius: 0.5 }, on([-2, 2, -4, 4]));
    for (let k = 0; k < 8; k++) {
      const [x, y] = [(starts[2 * k] - 1) / 1, (starts[2 * k + 1] - 1) / 2];
      expect(Math.hypot(x, y)).toBeCloseTo(1, 6);
      expect(Math.cos(Math.atan2(y, x) - (Math.PI / 4) * (k + 0.5))).toBeCloseTo(1, 6);
    }
  });

  it('points: those given, to the last bit', () => {
    const starts = startsOf({
      kind: 'points',
      points: [
        [0.1, 0],
        [-1.2, 1e30],
      ],
    });
    expect([...starts]).toEqual([0.1, 0, -1.2, 1e30]);
  });

  it.each(['uniform', 'normal'])('%s: the seed decides, and nothing else', (kind) => {
    const starts = (seed: number) => startsOf({ kind, count: 50 }, { seed });
    expect(starts(3)).toEqual(starts(3));
    expect(starts(3)).not.toEqual(starts(4));
    // A trajectory keeps its start when there are more of them.
    expect(startsOf({ kind, count: 80 }, { seed: 3 }).slice(0, 100)).toEqual(starts(3));
  });
});
