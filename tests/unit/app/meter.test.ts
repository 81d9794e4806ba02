import { expect, it } from 'vitest';
import { createMeter } from '../../../src/app/meter.ts';

it('counts what happened in the last second', () => {
  const meter = createMeter();
  for (let i = 0; i < 120; i++) meter.count(i * 16, 3);
  expect(meter.rate(119 * 16)).toBeGreaterThan(0.95 * 3 * 62.5);
  expect(meter.rate(119 * 16)).toBeLessThan(1.05 * 3 * 62.5);
});

it('shows a low rate, not none, where events are rarer than one a second', () => {
  const meter = createMeter();
  for (let i = 0; i < 5; i++) meter.count(i * 2500, 1);
  expect(meter.rate(10_100)).toBeGreaterThan(0.3);
  expect(meter.rate(10_100)).toBeLessThan(1.1);
});

it('falls to nothing', () => {
  const meter = createMeter();
  expect(meter.rate(0)).toBe(0);
  meter.count(0, 5);
  expect(meter.rate(60_000)).toBe(0);
});
