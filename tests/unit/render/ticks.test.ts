import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTicks, niceStep, niceTicks } from '../../../src/render/ticks.ts';

describe('niceTicks', () => {
  it.each([
    [-5, 5, 6, [-4, -2, 0, 2, 4]],
    [0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [-2.048, 2.048, 5, [-2, -1, 0, 1, 2]],
    [0.1, 0.3, 4, [0.1, 0.15, 0.2, 0.25, 0.3]],
  ])('from %d to %d', (low, high, target, expected) => {
    expect(niceTicks(low, high, target)).toEqual(expected);
  });

  it('stays within the range, evenly spaced, and near the number asked for', () => {
    const bound = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(bound, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (low, span) => {
        const high = low + span;
        const ticks = niceTicks(low, high, 6);
        const slack = 1e-6 * span;
        expect(ticks.length).toBeGreaterThanOrEqual(3);
        expect(ticks.length).toBeLessThanOrEqual(11);
        for (const tick of ticks) {
          expect(tick).toBeGreaterThanOrEqual(low - slack);
          expect(tick).toBeLessThanOrEqual(high + slack);
        }
        const step = niceStep(span, 6);
        for (let i = 1; i < ticks.length; i += 1) {
          expect(Math.abs(ticks[i]! - ticks[i - 1]! - step)).toBeLessThan(slack);
        }
      }),
    );
  });

  it('is empty where there is no range', () => {
    expect(niceTicks(1, 1, 5)).toEqual([]);
    expect(niceTicks(0, Number.POSITIVE_INFINITY, 5)).toEqual([]);
    expect(niceTicks(Number.NaN, 1, 5)).toEqual([]);
  });
});

describe('formatTicks', () => {
  it.each([
    [0, '0'],
    [-2.5, '−2.5'],
    [1500, '1500'],
    [0.30000000000000004, '0.3'],
    [1e6, '10⁶'],
    [-2e-7, '−2·10⁻⁷'],
    [0.0035, '0.0035'],
  ])('%d alone is %s', (value, text) => {
    expect(formatTicks([value])).toEqual([text]);
  });

  it.each([
    [
      [1, 10, 100, 1000, 1e4],
      ['1', '10', '100', '1000', '10000'],
    ],
    [
      [0, 1, 50, 1000, 1e4, 1e5, 1e6],
      ['0', '1', '50', '10³', '10⁴', '10⁵', '10⁶'],
    ],
    [
      [-0.0001, -0.01, 0, 0.5],
      ['−10⁻⁴', '−10⁻²', '0', '5·10⁻¹'],
    ],
  ])('writes one axis in one style: %j', (values, texts) => {
    expect(formatTicks(values)).toEqual(texts);
  });
});
