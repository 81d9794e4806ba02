import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHeightMap, interpolate, measureLoss, RANK_ENTRIES } from '../../../src/render/height-scale.ts';
import { heightScales } from '../../../src/state/app-state.ts';
import { himmelblau, rosenbrock, sampleLandscape } from './landscapes.ts';

const landscapes = {
  rosenbrock: sampleLandscape(rosenbrock, [-2, 2, -1, 3], 129),
  himmelblau: sampleLandscape(himmelblau, [-5, 5, -5, 5], 129),
  // Not symmetric: equal losses at many vertices would put much of the landscape into one table entry.
  negative: sampleLandscape((x, y) => x * x - 1.3 * y * y + 0.1 * x - 50, [-2, 2, -2, 2], 65),
};

describe.each(Object.entries(landscapes))('height scales of %s', (_, loss) => {
  it.each(heightScales)('%s rises with the loss from 0 to 1', (scale) => {
    const map = createHeightMap(scale, loss);
    expect(map.heightOf(map.floor)).toBe(0);
    expect(map.heightOf(map.floor + map.span)).toBeCloseTo(1, 6);
    const fraction = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fraction, fraction, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map((t) =>
          map.heightOf(map.floor + t * map.span),
        );
        expect(low).toBeLessThanOrEqual(high!);
      }),
    );
  });

  it.each(heightScales)('%s is undone by lossAt', (scale) => {
    const map = createHeightMap(scale, loss);
    for (let height = 0; height <= 1; height += 1 / 64) {
      // float32 table entries: a few units in the last place of 1.
      expect(map.heightOf(map.lossAt(height))).toBeCloseTo(height, 5);
    }
  });

  it('rank is the fraction of the landscape below, to the mass of one table entry', () => {
    const map = createHeightMap('rank', loss);
    const largestBin = map.rank.reduce((most, value, i) => Math.max(most, value - (map.rank[i - 1] ?? 0)), 0);
    expect(largestBin).toBeLessThan(0.02);
    for (const value of loss.filter((_, i) => i % 97 === 0)) {
      const below = loss.filter((other) => other < value).length / loss.length;
      expect(Math.abs(map.heightOf(value) - below)).toBeLessThanOrEqual(largestBin);
    }
  });

  it.each(heightScales)('%s agrees with the formula of the shader in float32', (scale) => {
    const map = createHeightMap(scale, loss);
    for (const value of loss.filter((_, i) => i % 89 === 0)) {
      // A few roundings of numbers up to 1, multiplied by how steep the rank table is.
      const steepest = map.rank.reduce(
        (most, entry, i) => Math.max(most, entry - (map.rank[i - 1] ?? entry)),
        0,
      );
      const allowed = 1e-5 * Math.max(1, steepest * RANK_ENTRIES);
      expect(Math.abs(shaderHeight(map, value) - map.heightOf(value))).toBeLessThan(allowed);
    }
  });
});

describe('measureLoss', () => {
  it('leaves out what is not finite', () => {
    const loss = new Float32Array([Number.NaN, 1, Number.POSITIVE_INFINITY, 3, Number.NEGATIVE_INFINITY, 2]);
    expect(measureLoss(loss)).toMatchObject({ floor: 1, span: 2 });
    const map = createHeightMap('linear', loss);
    expect([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map(map.heightOf)).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
  });

  it('cuts a pole so that the rest keeps its shape', () => {
    const loss = sampleLandscape((x, y) => x * x + y * y, [-1, 1, -1, 1], 101);
    loss[5000] = 1e30;
    expect(measureLoss(loss).span).toBeLessThan(2.1);
    expect(createHeightMap('linear', loss).heightOf(1e30)).toBe(1);
  });

  it('keeps a tall peak that is part of the shape', () => {
    const loss = sampleLandscape(rosenbrock, [-2, 2, -1, 3], 101);
    expect(measureLoss(loss).span).toBeCloseTo(2509, 0);
  });

  it.each([[0], [7], [-1e20]])('is flat where every loss is %d, also by rounding alone', (value) => {
    const loss = new Float32Array(64).fill(value);
    loss[3] = Math.fround(value * (1 + 2 ** -23));
    for (const scale of heightScales) {
      const map = createHeightMap(scale, loss);
      expect(map.span).toBe(0);
      expect(map.heightOf(value)).toBe(0);
      expect(map.lossAt(0.5)).toBe(map.floor);
    }
  });

  it('survives a landscape without any finite loss', () => {
    const map = createHeightMap('rank', new Float32Array(9).fill(Number.NaN));
    expect(map).toMatchObject({ floor: 0, span: 0 });
  });

  it('puts the knee of Rosenbrock where its valley can be read', () => {
    const map = createHeightMap('log', landscapes.rosenbrock);
    // The valley floor climbs from loss 0 at (1, 1) to 4 at (−1, 1): visible, and far below the walls.
    expect(map.heightOf(4)).toBeGreaterThan(0.1);
    expect(map.heightOf(4)).toBeLessThan(0.5);
  });

  it('keeps the log scale logarithmic over thirty decades', () => {
    // e on the lowest line, 5e23 at the edges; a linear scale shows a flat floor between two walls.
    const loss = sampleLandscape((x, y) => Math.exp(Math.exp(x * x)) + y * y, [-2, 2, -2, 2], 129);
    const map = createHeightMap('log', loss);
    expect(map.span).toBeGreaterThan(1e20);
    expect(map.heightOf(10)).toBeGreaterThan(0.01);
    expect(map.heightOf(1e10)).toBeGreaterThan(0.3);
    expect(map.heightOf(1e10)).toBeLessThan(0.7);
  });

  it('keeps what the shader multiplies with within float32', () => {
    const fraction = fc.double({ min: 0.01, max: 1, noNaN: true });
    const power = fc.integer({ min: -44, max: 37 });
    fc.assert(
      fc.property(fc.array(fc.tuple(fraction, power), { minLength: 60 }), fc.boolean(), (losses, lifted) => {
        const loss = Float32Array.from(losses, ([f, p]) => f * 10 ** p + (lifted ? 1 : 0));
        const { span, knee } = measureLoss(loss);
        expect(Number.isFinite(Math.fround(span / knee))).toBe(true);
        if (span === 0 || knee === span) return;
        expect(1 / knee).toBeLessThanOrEqual(1e37);
      }),
    );
  });

  it('takes the rounding of a flat floor for no knee', () => {
    const loss = Float32Array.from({ length: 1000 }, (_, i) =>
      i < 200 ? 1000 + Math.sign(i) * 2 ** -14 : 1000 + i,
    );
    expect(measureLoss(loss).knee).toBeGreaterThan(1);
  });

  it('finds a knee where most of the landscape is one plain', () => {
    const loss = sampleLandscape((x, y) => Math.max(0, x + y), [-1, 1, -1, 1], 65);
    const { span, knee } = measureLoss(loss);
    expect(knee).toBeGreaterThan(0);
    expect(knee).toBeLessThanOrEqual(span);
  });
});

/** `heightOf` of `height-field.ts`, line by line, each operation rounded to float32. */
function shaderHeight(map: ReturnType<typeof createHeightMap>, loss: number): number {
  const r = Math.fround;
  const excess = r(Math.max(r(r(loss) - r(map.floor)), 0));
  const linear = r(excess * r(1 / map.span));
  const logarithmic = r(
    r(Math.log(r(r(excess * r(1 / map.knee)) + 1))) * r(1 / Math.log1p(map.span / map.knee)),
  );
  const t = Math.min(1, Math.max(0, map.scale === 'linear' ? linear : logarithmic));
  return map.scale === 'rank' ? interpolate(map.rank, t) : t;
}
