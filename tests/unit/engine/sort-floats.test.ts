import { describe, expect, it } from 'vitest';
import { sortFloats } from '../../../src/engine/sort-floats.ts';

/** The same every time, of many sizes and both signs. */
const noise = (n: number) => Float64Array.from({ length: n }, (_, i) => Math.tan(1e5 * Math.sin(i)) ** 5);
const special = [0, -0, 5e-324, -5e-324, Infinity, -Infinity, 1e308, -1e308, 1, 1, -1];

describe('numbers sorted byte by byte', () => {
  it.each([
    ['none', new Float64Array(0)],
    ['few', noise(100)],
    ['many', noise(3000)],
    ['many positive ones', noise(3000).map(Math.abs)],
    ['many negative ones', noise(3000).map((value) => -Math.abs(value))],
    ['many of one size', noise(3000).map((_, i) => 1 + ((7 * i) % 3000) * 2 ** -40)],
    ['many alike', new Float64Array(3000).fill(2.5)],
    ['all kinds', Float64Array.from([...noise(2000), ...special, ...noise(600), ...special])],
  ])('are in order: %s', (_, values) => {
    const sorted = values.slice().sort();
    expect(sortFloats(values)).toBe(values);
    expect([...values]).toEqual([...sorted]);
  });

  it('may be a part of others, which stay as they are', () => {
    const all = noise(3000);
    const before = all.slice();
    sortFloats(all.subarray(100, 2900));
    expect([...all.subarray(100, 2900)]).toEqual([...before.slice(100, 2900).sort()]);
    expect([...all.subarray(0, 100), ...all.subarray(2900)]).toEqual([
      ...before.subarray(0, 100),
      ...before.subarray(2900),
    ]);
  });
});
