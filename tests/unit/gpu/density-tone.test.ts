import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exposureFor, heatOf, inkOf, tone } from '../../../src/gpu/density-tone.ts';

const density = fc.double({ min: 0, max: 1e7, noNaN: true });
const exposure = fc.double({ min: tone.LEAST_EXPOSURE, max: tone.MOST_EXPOSURE, noNaN: true });
const veilOf = (densities: readonly number[], at: number): number =>
  densities.reduce((sum, each) => sum + inkOf(each, at), 0) / densities.length;

/** Of a few operations on numbers up to 1. */
const ROUNDING = 1e-14;

describe('ink', () => {
  test('is none where nobody is, grows with the density, and never covers all', () => {
    fc.assert(
      fc.property(density, density, exposure, (a, b, at) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map((each) => inkOf(each, at));
        expect(inkOf(0, at)).toBe(0);
        expect(less).toBeGreaterThanOrEqual(0);
        expect(more).toBeGreaterThanOrEqual(less! - ROUNDING);
        expect(more).toBeLessThan(1);
      }),
    );
  });

  test('falls with the exposure, but a single trajectory shows however high that is', () => {
    fc.assert(
      fc.property(density, exposure, exposure, (each, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(inkOf(each, low)).toBeGreaterThanOrEqual(inkOf(each, high) - ROUNDING);
      }),
    );
    // A quarter of it is in the middle of its own cell.
    expect(inkOf(0.25, tone.MOST_EXPOSURE)).toBeGreaterThan(0.15);
    expect(inkOf(0.25, tone.LEAST_EXPOSURE)).toBeGreaterThan(0.5);
  });
});

describe('exposure', () => {
  test('lets the swarm veil as much of the surface as is allowed, and no more', () => {
    fc.assert(
      fc.property(fc.array(density, { minLength: 1, maxLength: 50 }), (densities) => {
        const found = exposureFor(densities);
        const veil = veilOf(densities, found);
        expect(veil).toBeLessThanOrEqual(tone.VEIL + 1e-9);
        if (found > 1.01 * tone.LEAST_EXPOSURE) {
          // Twelve halvings leave a hundredth of an octave; ink changes by less than a tenth in one.
          expect(veil).toBeGreaterThan(tone.VEIL - 1e-3);
        }
      }),
    );
  });

  test('is for the surface, not for the place where most are', () => {
    const scattered = new Array<number>(1000).fill(0).map((_, i) => (i % 10 === 0 ? 3 : 0));
    const withHeap = [...scattered.slice(1), 800_000];
    expect(exposureFor(withHeap) / exposureFor(scattered)).toBeLessThan(1.05);
  });
});

test('light begins where much of a team is in one cell, and is whole where a twentieth is', () => {
  expect([0, tone.HEAT_FROM].map(heatOf)).toEqual([0, 0]);
  expect([tone.HEAT_TO, 1].map(heatOf)).toEqual([1, 1]);
  expect(heatOf(Math.sqrt(tone.HEAT_FROM * tone.HEAT_TO))).toBeCloseTo(0.5);
});
