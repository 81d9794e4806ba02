import { describe, expect, it } from 'vitest';
import { optimizerById } from '../../../src/optimizers/index.ts';
import { descend } from './descend.ts';
import { publishedPaths } from './published-paths.ts';

const STEPS = [1, 2, 10, 100];
/** The paths are written to nine decimals. */
const HALF_A_DIGIT = 0.501e-9;

const loss = (x: number, y: number) => (1 - x) ** 2 + 100 * (y - x * x) ** 2;
const gradient = (x: number, y: number): [number, number] => [
  -2 * (1 - x) - 400 * x * (y - x * x),
  200 * (y - x * x),
];

describe('paths worked out by other hands', () => {
  it.each(publishedPaths)('$id $hyper', ({ id, hyper, after }) => {
    const path = descend({
      optimizer: optimizerById(id)!,
      hyper,
      loss,
      gradient,
      start: [-1.5, 2],
      steps: 100,
    });
    expect(after.length).toBeGreaterThanOrEqual(3);
    for (const [k, point] of after.entries()) {
      const step = STEPS[k];
      for (const i of [0, 1]) {
        const off = Math.abs(path[step][i] - point[i]);
        expect(off, `${'xy'[i]} after step ${step}: ${path[step][i]}`).toBeLessThan(HALF_A_DIGIT);
      }
    }
  });
});
