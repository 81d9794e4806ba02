import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointScale, trailScale, veilOpacity } from '../../../src/render/point-look.ts';
import { defaultView } from '../../../src/state/view-defaults.ts';

const anyCount = fc.integer({ min: 1, max: 5_000_000 });

describe('pointScale', () => {
  it.each([
    [1, 7],
    [20, 7],
    [500, 4],
    [5000, 2],
    [1_000_000, 2],
  ])('draws a point of %d as %d pixels, as the view is preset', (count, pixels) => {
    expect(pointScale(count) * defaultView.pointSize).toBeCloseTo(pixels);
  });

  it('never grows with the count, nor falls below the size asked for, and trails follow', () => {
    fc.assert(
      fc.property(anyCount, anyCount, (a, b) => {
        const [few, many] = [Math.min(a, b), Math.max(a, b)];
        expect(pointScale(few)).toBeGreaterThanOrEqual(pointScale(many));
        expect(pointScale(many)).toBeGreaterThanOrEqual(1);
        expect(trailScale(few)).toBeGreaterThanOrEqual(trailScale(many));
        expect(trailScale(few)).toBeLessThanOrEqual(pointScale(few));
      }),
    );
  });
});

describe('veilOpacity', () => {
  const pixels = 1280 * 720;

  it('veils the surface by a quarter, however many points are spread over it', () => {
    for (const count of [300_000, 1_000_000, 4_000_000]) {
      const perPixel = count / (0.3 * pixels);
      expect(1 - (1 - veilOpacity(count, pixels)) ** perPixel).toBeCloseTo(0.25);
    }
  });

  it('falls with the count, stays visible, and is whole for a single point', () => {
    fc.assert(
      fc.property(anyCount, anyCount, (a, b) => {
        const [few, many] = [Math.min(a, b), Math.max(a, b)].map((count) => veilOpacity(count, 100 * 100));
        expect(few).toBeGreaterThanOrEqual(many!);
        expect(many).toBeGreaterThan(1 / 255);
      }),
    );
    expect(veilOpacity(1, pixels)).toBeCloseTo(1);
  });
});
