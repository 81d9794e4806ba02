import { describe, expect, it } from 'vitest';
import type { TeamSummary } from '../../../../src/engine/engine.ts';
import {
  BIN_COUNT,
  type Bins,
  binOf,
  gradientNormBins,
  histogramOf,
  lossBins,
} from '../../../../src/engine/histogram.ts';
import { planSurface } from '../../../../src/engine/plan-run.ts';
import { createHistory } from '../../../../src/ui/distribution/history.ts';
import { momentAt } from '../../../../src/ui/distribution/picture.ts';
import { createRamp, shadeOf } from '../../../../src/ui/distribution/ramp.ts';
import { binsAt, placesOf, rangeText } from '../../../../src/ui/distribution/readout.ts';
import { createRows } from '../../../../src/ui/distribution/rows.ts';
import { valueAxis } from '../../../../src/ui/distribution/value-axis.ts';

const signedBins = lossBins(planSurface({ formula: 'x', params: {}, domain: [-1, 1, -1, 1] }));
const dropWave = lossBins(planSurface({ id: 'drop-wave', params: {} }));

/** The axis around values above the bins' origin. */
const axisOf = (bins: Bins, low: number, high: number, ceiling = Number.POSITIVE_INFINITY) =>
  valueAxis(bins, [binOf(low + bins.origin, bins), binOf(high + bins.origin, bins)], ceiling);
const inRows = (bins: Bins, axis: ReturnType<typeof axisOf>, values: readonly number[], count: number) => {
  const rows = new Float64Array(count);
  createRows(axis, bins, count).fill(histogramOf(Float64Array.from(values), bins), rows);
  return [...rows];
};
const summary = (step: number, values: readonly number[]): TeamSummary => ({
  step,
  counts: [values.length, 0, 0, 0],
  loss: { p5: 0, median: 1, p95: 2 },
  gradientNorm: { p5: 0, median: 1, p95: 2 },
  histograms: {
    loss: new Uint32Array(BIN_COUNT),
    gradientNorm: histogramOf(Float64Array.from(values), gradientNormBins),
  },
  best: 0,
  lr: 0.1,
});

describe('the axis of values', () => {
  it('has whole decades around what there is', () => {
    expect(axisOf(gradientNormBins, 0.02, 300)).toMatchObject({ kind: 'log', low: 0.01, high: 1000 });
    const { low, high, kind } = axisOf(signedBins, -20, 3);
    expect([kind, low <= -20, high >= 3]).toEqual(['asinh', true, true]);
  });

  it('is logarithmic where nothing is negative, and ends at the ceiling and where float32 does', () => {
    expect(axisOf(signedBins, 0.02, 300).kind).toBe('log');
    expect(axisOf(gradientNormBins, 0.02, 1e9, 500).high).toBe(1000);
    expect(axisOf(dropWave, 0, 1).low).toBeGreaterThan(1e-8);
  });

  it.each([axisOf(gradientNormBins, 0.02, 300), axisOf(signedBins, -20, 3)])(
    'leads there and back',
    (axis) => {
      for (const place of [0, 0.3, 1]) expect(axis.place(axis.valueAt(place))).toBeCloseTo(place, 9);
      for (const { place } of axis.ticks(6)) expect(place).toBe(Math.min(1, Math.max(0, place)));
    },
  );
});

describe('rows', () => {
  it('hold each value where it is, all below the axis in the lowest and nothing from above it', () => {
    const axis = axisOf(gradientNormBins, 1, 99);
    expect([axis.low, axis.high]).toEqual([1, 100]);
    const values = [0, 1e-9, 1.1, 1.2, 3.5, 50, 60, 1e5];
    expect(inRows(gradientNormBins, axis, values, 4)).toEqual([4, 1, 0, 2]);
  });

  it.each([7, 40, 333])('share the swarm out among %i, and lose nobody', (count) => {
    for (const bins of [gradientNormBins, signedBins, dropWave]) {
      const values = Array.from({ length: 500 }, (_, k) => bins.origin + Math.sin(k) ** 9 * 40);
      const within = values.filter((value) => bins.isSigned || value >= bins.origin);
      const above = within.map((value) => value - bins.origin);
      const axis = axisOf(bins, Math.min(...above), Math.max(...above));
      const rows = inRows(bins, axis, within, count);
      expect(rows.reduce((sum, row) => sum + row)).toBeCloseTo(within.length, 6);
    }
  });
});

describe('shades', () => {
  it('grow with the share, and show even one of a million', () => {
    expect(shadeOf(0, 100)).toBe(0);
    expect(shadeOf(1e-6, 100)).toBeGreaterThan(10);
    expect(shadeOf(0.1, 100)).toBeGreaterThan(shadeOf(0.01, 100));
    expect(shadeOf(1, 100)).toBe(255);
  });

  it('go from nothing over the colour of the team towards that of the text', () => {
    const bytes = new Uint8Array(createRamp('#e69f00', '#ffffff').buffer);
    const at = (shade: number) => [...bytes.subarray(4 * shade, 4 * shade + 4)];
    expect(at(0)[3]).toBe(0);
    expect(at(204)).toEqual([230, 159, 0, 255]);
    expect(at(255)[2]).toBeGreaterThan(150);
  });
});

describe('the readout', () => {
  it('says how many are in the bins under the pointer', () => {
    const axis = axisOf(gradientNormBins, 1, 99);
    const values = [1.1, 1.5, 20, 0.001];
    const at = (place: number, least: number) =>
      rangeText(
        summary(0, values),
        'gradientNorm',
        gradientNormBins,
        binsAt(axis, gradientNormBins, place, least),
      );
    expect(at(axis.place(1.4), 0.001)).toBe('25 % of 4 between 1.3 and 1.6');
    expect(at(axis.place(1.4), 0.1)).toBe('50 % of 4 between 1 and 2');
    // What lies below the axis is drawn at its end.
    expect(at(0, 0.001)).toBe('50 % of 4 below 1.3');
  });

  it('marks them as tall as they are', () => {
    const axis = axisOf(gradientNormBins, 1, 99);
    const range = binsAt(axis, gradientNormBins, 0.52, 0.001);
    const [from, to] = placesOf(axis, gradientNormBins, range);
    expect([from, to].map((place) => place.toFixed(3))).toEqual(['0.500', '0.550']);
    expect(placesOf(axis, gradientNormBins, [0, BIN_COUNT])).toEqual([0, 1]);
  });
});

describe('the history', () => {
  it('keeps few moments of a long run, tells of each, and begins anew', () => {
    const history = createHistory(50);
    let told = 0;
    const stop = history.onChange(() => told++);
    for (let step = 0; step < 1000; step++) history.push([summary(step, [step])]);
    expect(told).toBe(1000);
    expect(history.points.length).toBeLessThanOrEqual(51);
    expect(history.points.map(([first]) => first!.step)).toEqual(history.steps);
    history.push([summary(0, [1])]);
    expect(history.steps).toEqual([0]);
    stop();
    history.clear();
    expect([told, history.points.length]).toEqual([1001, 0]);
  });

  it('is looked up at the nearest moment', () => {
    const steps = [0, 10, 100];
    expect([0, 0.04, 0.06, 0.5, 0.56, 1].map((place) => momentAt(steps, place))).toEqual([0, 0, 1, 1, 2, 2]);
    expect(momentAt([0], 0.7)).toBe(0);
  });
});
