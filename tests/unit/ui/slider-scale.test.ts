import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { optimizers } from '../../../src/optimizers/index.ts';
import { schedules } from '../../../src/schedules/index.ts';
import { POSITIONS, positionOf, type SliderScale, valueAt } from '../../../src/ui/controls/slider-scale.ts';
import { scaleOf } from '../../../src/ui/panel/hyper-field.ts';

const scales: SliderScale[] = [
  { kind: 'linear', min: -10, max: 10 },
  { kind: 'linear', min: 0, max: 256, integer: true },
  { kind: 'log', min: 1e-5, max: 10 },
  { kind: 'log', min: 1, max: 1_000_000, integer: true },
  { kind: 'log-or-zero', min: 1e-8, max: 10 },
  { kind: 'toward-one', min: 0, max: 0.9999 },
];
const anyScale = fc.constantFrom(...scales);
const anyPosition = fc.integer({ min: 0, max: POSITIONS });

describe('slider scales', () => {
  it('reach both ends and stay within them', () => {
    for (const scale of scales) {
      expect(valueAt(0, scale)).toBe(scale.kind === 'log-or-zero' ? 0 : scale.min);
      expect(valueAt(POSITIONS, scale)).toBe(scale.max);
      expect(valueAt(-5, scale)).toBe(valueAt(0, scale));
      expect(positionOf(scale.max * 10 + 1, scale)).toBe(POSITIONS);
      expect(positionOf(-1e9, scale)).toBe(0);
    }
  });

  it('never fall while the hand goes right', () => {
    fc.assert(
      fc.property(anyScale, anyPosition, anyPosition, (scale, a, b) => {
        const [left, right] = [Math.min(a, b), Math.max(a, b)];
        expect(valueAt(left, scale)).toBeLessThanOrEqual(valueAt(right, scale));
        expect(valueAt(a, scale)).toBeGreaterThanOrEqual(Math.min(0, scale.min));
        expect(valueAt(a, scale)).toBeLessThanOrEqual(scale.max);
      }),
    );
  });

  it('put a value back where it came from, within what rounding to readable digits moves it', () => {
    fc.assert(
      fc.property(anyScale, anyPosition, (scale, position) => {
        const value = valueAt(position, scale);
        // Two significant digits are 5 % at worst, log10(1.05)/decades of the slider; whole numbers move by half.
        const slack = scale.integer ? POSITIONS / 4 : 25;
        expect(Math.abs(positionOf(value, scale) - position)).toBeLessThanOrEqual(slack);
      }),
    );
  });

  it('give round numbers', () => {
    expect(valueAt(POSITIONS / 2, { kind: 'log', min: 1e-4, max: 1 })).toBe(0.01);
    expect(valueAt(POSITIONS / 4, { kind: 'toward-one', min: 0, max: 0.9999 })).toBe(0.9);
    expect(valueAt((3 * POSITIONS) / 4, { kind: 'toward-one', min: 0, max: 0.9999 })).toBe(0.999);
    expect(valueAt(501, { kind: 'linear', min: -10, max: 10 })).toBe(0.02);
  });
});

describe('scaleOf', () => {
  it('can be made for every hyperparameter there is, and shows its default', () => {
    for (const spec of [
      ...optimizers.flatMap(({ hyper }) => hyper),
      ...schedules.flatMap(({ params }) => params),
    ]) {
      if (spec.kind !== 'number') continue;
      const scale = scaleOf(spec);
      expect(scale.max).toBeGreaterThan(scale.min);
      expect(Number(spec.default)).toBeLessThanOrEqual(scale.max);
      const end = valueAt(POSITIONS, scale);
      if (spec.max !== undefined) expect(end).toBeLessThanOrEqual(spec.max);
      if (spec.exclusiveMax) expect(end).toBeLessThan(spec.max!);
      if (spec.min !== undefined) expect(valueAt(0, scale)).toBeGreaterThanOrEqual(spec.min);
      if (spec.exclusiveMin) expect(valueAt(0, scale)).toBeGreaterThan(spec.min!);
    }
  });
});
