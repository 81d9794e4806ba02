import { describe, expect, it } from 'vitest';
import type { TeamSummary } from '../../../src/engine/engine.ts';
import { BIN_COUNT } from '../../../src/engine/histogram.ts';
import {
  asinhRange,
  asinhTicks,
  decadeRange,
  decadeTicks,
  formatAsinhTick,
  formatDecade,
  linearTicks,
} from '../../../src/ui/curve-axis.ts';
import { columnsOf, createCurveData, onScale, scaleOf } from '../../../src/ui/curve-data.ts';

const summary = (step: number, median: number, lr = 0.1): TeamSummary => ({
  step,
  counts: [1, 0, 0, 0],
  loss: { p5: median - 1, median, p95: median + 1 },
  gradientNorm: { p5: 0, median: 1, p95: 2 },
  histograms: { loss: new Uint32Array(BIN_COUNT), gradientNorm: new Uint32Array(BIN_COUNT) },
  best: median - 1,
  lr,
});

describe('createCurveData', () => {
  it('keeps few points of a long run: the first, the newest, evenly between', () => {
    const data = createCurveData(100);
    for (let step = 0; step <= 12_345; step++) {
      data.push([summary(step, step)]);
      expect(data.steps.length).toBeLessThanOrEqual(101);
      expect(data.steps.at(-1)).toBe(step);
    }
    expect(data.steps[0]).toBe(0);
    expect(data.steps.length).toBeGreaterThan(45);
    const gaps = data.steps.slice(1, -1).map((step, i) => step - data.steps[i]!);
    expect(Math.max(...gaps) / Math.min(...gaps)).toBeLessThanOrEqual(2.1);
    expect(data.points.map(([first]) => first!.loss.median)).toEqual(data.steps);
  });

  it('replaces a step that comes again and begins anew at an earlier one', () => {
    const data = createCurveData();
    data.push([summary(0, 5)]);
    data.push([summary(4, 3)]);
    data.push([summary(4, 2)]);
    expect(data.steps).toEqual([0, 4]);
    expect(data.points[1]![0]!.loss.median).toBe(2);
    data.push([summary(0, 5)]);
    expect(data.steps).toEqual([0]);
    data.clear();
    expect(data.steps).toEqual([]);
    data.push([]);
    expect(data.steps).toEqual([]);
  });
});

describe('scaleOf', () => {
  const data = (...medians: number[]) => {
    const curve = createCurveData();
    medians.forEach((median, step) => {
      curve.push([summary(step, median)]);
    });
    return curve;
  };

  it('draws the loss above the known minimum', () => {
    const scale = scaleOf('loss', data(-5, -9), -10);
    expect(scale).toMatchObject({ kind: 'log', offset: -10, label: 'loss − minimum' });
    expect(onScale(-5, scale)).toBe(5);
    // Ten float32 spacings below the minimum is rounding, not progress.
    expect(onScale(-10.00001, scale)).toBe(scale.floor);
  });

  it('calls it the loss where the minimum is 0', () => {
    expect(scaleOf('loss', data(5), 0)).toMatchObject({ kind: 'log', offset: 0, label: 'loss' });
  });

  it('falls back to an axis that holds negative values where no minimum is known', () => {
    expect(scaleOf('loss', data(5, 3), null).kind).toBe('log');
    expect(scaleOf('loss', data(5, 0.5), null).kind).toBe('asinh');
  });

  it('leaves a gap where there is no number', () => {
    const scale = scaleOf('loss', data(5), 0);
    expect(onScale(Number.NaN, scale)).toBeNull();
    expect(onScale(Number.POSITIVE_INFINITY, scale)).toBeNull();
  });

  it('takes learning rates of different sizes apart', () => {
    const curve = createCurveData();
    curve.push([summary(0, 1, 0.001), summary(0, 1, 0.1)]);
    expect(scaleOf('lr', curve, null).kind).toBe('log');
    curve.push([summary(1, 1, 0), summary(1, 1, 0.1)]);
    expect(scaleOf('lr', curve, null).kind).toBe('linear');
  });

  it('ends at a thousand times the start, however far trajectories leave', () => {
    expect(scaleOf('loss', data(9, 1e30), 0).ceiling).toBe(10_000);
    expect(scaleOf('loss', data(9, 1e30), -10).ceiling).toBe(20_000);
    expect(scaleOf('gradientNorm', data(9, 1e30), 0).ceiling).toBe(2000);
    expect(scaleOf('lr', data(9), 0).ceiling).toBe(Number.POSITIVE_INFINITY);
    expect(scaleOf('loss', data(), 0).ceiling).toBe(Number.POSITIVE_INFINITY);
    expect(scaleOf('loss', data(Number.NaN, 1), 0).ceiling).toBe(Number.POSITIVE_INFINITY);
  });

  it('gives a chart its columns', () => {
    const curve = data(5, 3);
    const columns = columnsOf(curve, 'loss', scaleOf('loss', curve, 1), 2);
    expect(columns).toEqual([[0, 1], [4, 2], [3, 1], [5, 3], ...Array(3).fill([null, null])]);
  });
});

describe('axes', () => {
  it('writes powers of ten', () => {
    expect([1e-12, 0.1, 1, 10, 100, 1e15].map(formatDecade)).toEqual([
      '10⁻¹²',
      '10⁻¹',
      '1',
      '10',
      '10²',
      '10¹⁵',
    ]);
  });

  it('takes whole decades', () => {
    expect(decadeRange(0.02, 300)).toEqual([0.01, 1000]);
    expect(decadeRange(1, 1)).toEqual([1, 10]);
    expect(decadeRange(null, null)).toEqual([0.1, 10]);
  });

  it('thins ticks evenly', () => {
    expect(decadeTicks(1e-2, 1e2, 9)).toHaveLength(5);
    const few = decadeTicks(1e-12, 1e3, 5);
    expect(few.length).toBeLessThanOrEqual(5);
    const exponents = few.map(Math.log10).map(Math.round);
    expect(new Set(exponents.slice(1).map((e, i) => e - exponents[i]!)).size).toBe(1);
  });

  it('puts zero between the signs of an asinh axis', () => {
    const ticks = asinhTicks(-250, 40, 8);
    expect(ticks).toContain(0);
    expect(ticks).toEqual([...ticks].sort((a, b) => a - b));
    expect(ticks).toEqual([-100, -10, 0, 10]);
    expect(asinhTicks(1, 100, 8)).toEqual([1, 10, 100]);
  });

  it.each([
    [-0.9, -0.1],
    [-0.01, 0.02],
    [0.2, 0.7],
    [5, 8],
    [-1.3, 0.4],
    [-3e38, 1],
  ])('labels an asinh axis from %f to %f', (low, high) => {
    const ticks = asinhTicks(low, high, 6);
    expect(ticks.length).toBeGreaterThanOrEqual(2);
    expect(ticks.length).toBeLessThanOrEqual(7);
    for (const tick of ticks) expect(tick >= low && tick <= high).toBe(true);
    expect(new Set(ticks.map(formatAsinhTick)).size).toBe(ticks.length);
  });

  it('writes only powers of ten as such', () => {
    expect([1000, -1e6, 2000, 1e-3].map(formatAsinhTick)).toEqual(['10³', '−10⁶', '2000', '0.001']);
  });

  it('puts linear ticks on round numbers', () => {
    expect(linearTicks(-0.9, -0.1, 6)).toEqual([-0.8, -0.6, -0.4, -0.2]);
    expect(linearTicks(0, 1, 10)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]);
    expect(linearTicks(3, 3, 5)).toEqual([]);
  });

  it.each([
    [-250, 40],
    [-0.9, -0.1],
    [0, 0],
    [1, 1],
    [100, 100],
    [-100, -10],
    [-3e38, 3e38],
  ])('holds %f to %f in an asinh range', (low, high) => {
    const [bottom, top] = asinhRange(low, high);
    expect(bottom).toBeLessThanOrEqual(low);
    expect(top).toBeGreaterThanOrEqual(high);
    expect(bottom).toBeLessThan(top);
  });
});
