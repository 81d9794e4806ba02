import { describe, expect, it } from 'vitest';
import { createHeightMap, interpolate } from '../../../src/render/height-scale.ts';
import { contourTable, lossLevels, lossTicks } from '../../../src/render/loss-levels.ts';
import { heightScales } from '../../../src/state/app-state.ts';
import { himmelblau, rosenbrock, sampleLandscape } from './landscapes.ts';

const rosenbrockLoss = sampleLandscape(rosenbrock, [-2, 2, -1, 3], 129);
const himmelblauLoss = sampleLandscape(himmelblau, [-5, 5, -5, 5], 129);

describe('lossLevels', () => {
  it.each(heightScales)('rise strictly on the %s scale', (scale) => {
    for (const loss of [rosenbrockLoss, himmelblauLoss]) {
      const { heights } = lossLevels(createHeightMap(scale, loss));
      expect(heights.length).toBeGreaterThan(4);
      expect([...heights].sort((a, b) => a - b)).toEqual(heights);
      expect(heights[0]).toBeGreaterThan(0);
      expect(heights.at(-1)).toBeLessThan(1);
    }
  });

  it('are round losses with every fifth major on the linear scale', () => {
    const map = createHeightMap('linear', himmelblauLoss);
    const { heights, firstIndex, majorEvery } = lossLevels(map);
    const majors = heights.filter((_, i) => (firstIndex + i) % majorEvery === 0).map((h) => map.lossAt(h));
    expect(majors.map((loss) => Math.round(loss))).toEqual([250, 500, 750]);
  });

  it('are 1, 2, 5 with decades major on the log scale', () => {
    const map = createHeightMap('log', rosenbrockLoss);
    const { heights, firstIndex, majorEvery } = lossLevels(map);
    const losses = heights.map((h) => map.lossAt(h));
    for (const loss of losses) {
      const mantissa = loss / 10 ** Math.floor(Math.log10(loss * 1.0001));
      expect([1, 2, 5].some((m) => Math.abs(mantissa - m) < 1e-3)).toBe(true);
    }
    const majors = losses.filter((_, i) => (firstIndex + i) % majorEvery === 0);
    for (const loss of majors) expect(Math.log10(loss)).toBeCloseTo(Math.round(Math.log10(loss)), 3);
    expect(majors.length).toBeGreaterThanOrEqual(3);
  });

  it('are none on a flat surface', () => {
    const map = createHeightMap('log', new Float32Array(16).fill(2));
    expect(lossLevels(map).heights).toEqual([]);
    expect(lossTicks(map)).toEqual([{ height: 0, label: '2' }]);
  });
});

describe('contourTable', () => {
  it.each(heightScales)('crosses a whole number at each level of the %s scale and nowhere else', (scale) => {
    const levels = lossLevels(createHeightMap(scale, himmelblauLoss));
    const table = contourTable(levels, 1024);
    levels.heights.forEach((height, i) => {
      // Half a table entry, as a part of the distance to the next level.
      const gap = Math.min(height - (levels.heights[i - 1] ?? 0), (levels.heights[i + 1] ?? 1) - height);
      expect(Math.abs(interpolate(table, height) - (levels.firstIndex + i))).toBeLessThan(1 / 1023 / gap);
    });
    let crossings = 0;
    for (let i = 1; i < table.length; i += 1) {
      expect(table[i]!).toBeGreaterThanOrEqual(table[i - 1]!);
      crossings += Math.floor(table[i]!) - Math.floor(table[i - 1]!);
    }
    expect(crossings).toBe(levels.heights.length);
  });
});

describe('lossTicks', () => {
  it.each(heightScales)('have room on the %s scale and say what is there', (scale) => {
    const map = createHeightMap(scale, rosenbrockLoss);
    const ticks = lossTicks(map);
    expect(ticks.length).toBeGreaterThanOrEqual(3);
    for (let i = 1; i < ticks.length; i += 1) {
      expect(ticks[i]!.height - ticks[i - 1]!.height).toBeGreaterThan(0.1);
    }
  });

  it('leave numbers out where decades crowd', () => {
    const loss = sampleLandscape(
      (x, y) => Math.exp(Math.min(80, 16 * (x * x + y * y) - 40)),
      [-3, 3, -3, 3],
      129,
    );
    const map = createHeightMap('log', loss);
    expect(Math.log10(map.span / map.knee)).toBeGreaterThan(10);
    const ticks = lossTicks(map);
    for (let i = 1; i < ticks.length; i += 1) {
      expect(ticks[i]!.height - ticks[i - 1]!.height).toBeGreaterThan(0.1);
    }
  });

  it('count from the minimum where that is far from zero', () => {
    const loss = sampleLandscape((x, y) => x * x + y * y - 5000, [-100, 100, -100, 100], 129);
    expect(lossTicks(createHeightMap('log', loss)).map(({ label }) => label)).toContain('min + 10000');
  });
});
