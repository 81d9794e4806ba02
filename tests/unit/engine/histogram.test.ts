import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BIN_COUNT,
  type Bins,
  binOf,
  EDGE_COUNT,
  gradientNormBins,
  histogramOf,
  histogramOfSorted,
  lossBins,
} from '../../../src/engine/histogram.ts';
import { planSurface } from '../../../src/engine/plan-run.ts';
import { surfaces } from '../../../src/surfaces/index.ts';

const binsOf = (formula: string) => lossBins(planSurface({ formula, params: {}, domain: [-1, 1, -1, 1] }));
const known = (id: string) => lossBins(planSurface({ id, params: {} }));
const ascending = (values: readonly number[]) => Float64Array.from(values).sort();

describe('bins', () => {
  it.each<[string, () => Bins]>([
    ['the gradient norm', () => gradientNormBins],
    ...surfaces.map(({ id }): [string, () => Bins] => [`the loss on ${id}`, () => known(id)]),
    ['the loss of both signs', () => binsOf('x')],
  ])('of %s ascend', (_, make) => {
    const { edges } = make();
    expect(edges).toHaveLength(EDGE_COUNT);
    expect([...edges]).toEqual([...edges].sort((a, b) => a - b));
    expect(edges.every(Number.isFinite)).toBe(true);
  });

  it('are tenths of decades above the known minimum', () => {
    const { edges, origin, isSigned } = known('drop-wave');
    expect([origin, isSigned]).toEqual([-1, false]);
    expect(edges[0]).toBe(-1);
    expect(edges[120]).toBe(0);
    expect(edges[130]).toBe(9);
    expect(edges[123]).toBeCloseTo(10 ** 0.3 - 1, 6);
  });

  it('go both ways from 0 where a formula may be negative, and one way where it cannot', () => {
    const both = binsOf('x*y');
    expect(both.isSigned).toBe(true);
    expect([...both.edges]).toEqual([...both.edges].map((edge) => -edge).reverse());
    expect([...both.edges]).toContain(1000);
    expect(binsOf('x^2 + abs(y)').isSigned).toBe(false);
  });

  it('hold what is at or above their lower edge and below their upper one', () => {
    const { edges } = gradientNormBins;
    expect(binOf(0, gradientNormBins)).toBe(0);
    for (const k of [0, 1, 77, EDGE_COUNT - 1]) {
      expect(binOf(edges[k], gradientNormBins)).toBe(k + 1);
      expect(binOf(edges[k] * (1 - 1e-7), gradientNormBins)).toBe(k);
    }
    expect(binOf(Number.MAX_VALUE, gradientNormBins)).toBe(BIN_COUNT - 1);
  });
});

describe('histograms', () => {
  const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }));

  it('count every finite value once', () => {
    const counts = histogramOf(
      new Float64Array([Number.NaN, 1, -1, -0, 0, Infinity, -Infinity]),
      binsOf('x'),
    );
    expect(counts.reduce((a, b) => a + b)).toBe(4);
    expect(counts[EDGE_COUNT / 2]).toBe(2);
  });

  it('of sorted parts are that of all', () => {
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 4 }), fc.boolean(), (parts, isSigned) => {
        const bins = isSigned ? binsOf('x') : known('drop-wave');
        expect(histogramOfSorted(parts.map(ascending), bins)).toEqual(
          histogramOf(Float64Array.from(parts.flat()), bins),
        );
      }),
    );
  });
});
