import { describe, expect, it } from 'vitest';
import { wilsonInterval } from '../../../src/engine/interval.ts';
import { judgeRates, type RateOutcome } from '../../../src/engine/judge-rates.ts';
import { exactQuantiles, quantilesOf } from '../../../src/engine/quantiles.ts';
import { rateGrid } from '../../../src/engine/rate-grid.ts';

const never = Number.POSITIVE_INFINITY;

describe('quantiles', () => {
  it('lie between order statistics', () => {
    // Ranks of 1, 2, 3, 4, 5 are 0 … 4: 5 % is rank 0.2, 95 % rank 3.8.
    expect(quantilesOf(Float64Array.of(5, 3, 1, 4, 2))).toEqual({ p5: 1.2, median: 3, p95: 4.8 });
  });
  it('are infinite from where on it never happened', () => {
    const half = Float64Array.of(10, 20, 30, never, never);
    expect(quantilesOf(half)).toEqual({ p5: 12, median: 30, p95: never });
    expect(quantilesOf(Float64Array.of(never, never)).p5).toBe(never);
  });
  it('do not step into ∞ where the rank is whole', () => {
    // Ranks 0 … 20; 95 % is rank 19, which is the last that is finite.
    const values = Float64Array.from({ length: 21 }, (_, k) => (k < 20 ? k : never));
    expect(quantilesOf(values)).toEqual({ p5: 1, median: 10, p95: 19 });
  });
  it('are of finite values where others mean that there is none', () => {
    expect(exactQuantiles(Float64Array.of(1, Number.NaN, 3, never)).median).toBe(2);
    expect(exactQuantiles(new Float64Array(0)).median).toBeNaN();
  });
});

describe('Wilson’s interval', () => {
  it.each([
    // From the formula by hand with z² = 3.841459: 8 of 10 has centre (0.8 + 0.19207)/1.384146 = 0.716740 and
    // reach 1.959964/1.384146 · √(0.016 + 0.0096036) = 0.226576.
    [8, 10, 0.490163, 0.943316],
    // (0.5 ± z/√4n′) by symmetry: reach 0.0961, n = 100.
    [50, 100, 0.403832, 0.596168],
    // None of n: the upper end is z²/(n + z²).
    [0, 20, 0, 3.841459 / 23.841459],
    [20, 20, 20 / 23.841459, 1],
  ])('of %i among %i', (successes, trials, low, high) => {
    const interval = wilsonInterval(successes, trials);
    expect(interval.share).toBe(successes / trials);
    expect(interval.low).toBeCloseTo(low, 5);
    expect(interval.high).toBeCloseTo(high, 5);
  });
  it('knows nothing from nothing', () => {
    expect(wilsonInterval(0, 0)).toEqual({ share: Number.NaN, low: 0, high: 1 });
  });
});

describe('a grid of learning rates', () => {
  it('has equal ratios about its centre', () => {
    expect(rateGrid(0.01, 4, 5)).toEqual([1e-4, 1e-3, 1e-2, 0.1, 1]);
    const fine = rateGrid(0.002, 6, 256);
    expect(fine).toHaveLength(256);
    expect(fine[0]).toBe(2e-6);
    expect(fine.at(-1)).toBe(2);
    const ratios = fine.slice(1).map((rate, k) => rate / fine[k]!);
    // Three digits; each end of a ratio is off by at most 5e-3, a tenth of what lies between two rates.
    for (const ratio of ratios) expect(Math.abs(ratio / 10 ** (6 / 255) - 1)).toBeLessThan(1e-2);
    expect(fine.every((rate) => rate === Number(rate.toPrecision(3)))).toBe(true);
  });
  it('has no two alike, however fine', () => {
    const rates = rateGrid(0.002, 0.01, 1000);
    expect(new Set(rates).size).toBe(1000);
    expect(rates).toEqual([...rates].sort((a, b) => a - b));
  });
  it('is refused where there is none', () => {
    expect(() => rateGrid(0, 6, 256)).toThrow('no grid');
    expect(() => rateGrid(1, 6, 1)).toThrow('no grid');
  });
});

/** 100 starts per rate; rates are powers of ten from 1e-3. */
const outcomes = (...rows: [reached: number, steps?: number, loss?: number][]): RateOutcome[] =>
  rows.map(([reached, medianSteps = never, medianLoss = 1], k) => ({
    rate: 10 ** (k - 3),
    reached,
    count: 100,
    medianSteps,
    medianLoss,
  }));

describe('the best learning rate', () => {
  it('is the one by which most reach the target', () => {
    expect(judgeRates(outcomes([10], [90, 40], [80, 5])).best).toBe(1);
  });
  it('among equals the one that takes the fewest steps, then the one with the lowest loss', () => {
    expect(judgeRates(outcomes([90, 40], [90, 30], [90, 35])).best).toBe(1);
    expect(judgeRates(outcomes([90, 30, 3], [90, 30, 1], [90, 30, 2])).best).toBe(1);
    expect(judgeRates(outcomes([0, never, Number.NaN], [0, never, 7])).best).toBe(1);
    expect(judgeRates(outcomes([0, never, 7], [0, never, Number.NaN])).best).toBe(0);
  });
  it('comes with a band of those that are not significantly worse, without a gap', () => {
    // Of 100: 90 is [0.826, 0.945], 80 [0.711, 0.867], 70 [0.604, 0.781]. So 80 belongs, 70 does not, nor what lies beyond.
    const { best, band, share } = judgeRates(outcomes([88, 9], [70], [80], [90, 9], [80], [0]));
    expect(best).toBe(3);
    expect(band).toEqual({ from: 2, to: 4, decades: expect.closeTo(2, 12), isOpen: false, isAlone: false });
    expect(share.low).toBeCloseTo(0.826, 3);
  });
  it('says where the best stands alone, unless the grid ends there', () => {
    const isAlone = (...reached: number[]) =>
      judgeRates(outcomes(...reached.map((count): [number] => [count]))).band?.isAlone;
    expect(isAlone(10, 90, 10)).toBe(true);
    expect(isAlone(10, 90, 85)).toBe(false);
    expect(isAlone(10, 90)).toBe(false);
  });
  it('says where the grid ends before the band does', () => {
    expect(judgeRates(outcomes([90], [90, 3], [0])).band).toMatchObject({ from: 0, to: 1, isOpen: true });
    expect(judgeRates(outcomes([0], [0], [90])).band).toMatchObject({ from: 2, to: 2, isOpen: true });
  });
  it('does not belong to a band by reaching nothing, where the best reaches next to nothing', () => {
    // 0 of 100 may be as much as 3.7 %, and 1 of 100 as little as 0.2 %.
    expect(judgeRates(outcomes([0], [1], [1, 9], [0])).band).toMatchObject({ from: 1, to: 2 });
  });
  it('has no band where no rate reaches the target', () => {
    expect(judgeRates(outcomes([0, never, 3], [0, never, 2])).band).toBeNull();
  });
});
