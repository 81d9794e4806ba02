import { expect, test } from 'vitest';
import { formatBytes } from '../../../src/gpu/scope.ts';
import { readSelection, SELECTION_BYTES, selectionWgsl } from '../../../src/gpu/selection.ts';

/** Where the kernel is told that a field starts. */
const offset = (name: string): number =>
  Number(new RegExp(`const ${name} = (\\d+)u;`).exec(selectionWgsl)?.[1]);

/** Key that sorts as the float does, as in summarize.wgsl. */
function key(value: number): number {
  const bits = new Uint32Array(new Float32Array([value]).buffer)[0];
  return bits & 0x80000000 ? ~bits >>> 0 : (bits | 0x80000000) >>> 0;
}

test('a selection is read where the kernel wrote it', () => {
  const words = new Uint32Array(SELECTION_BYTES / 4);
  words.set([10, 20, 30, 40], offset('COUNTS'));
  words[offset('BEST')] = ~key(-7.5);
  words.set([12, 1], offset('POPULATIONS'));
  // Twelve losses: the quantiles lie at ranks 0.55, 5.5 and 10.45.
  words.set([-2, -1, 3, 5, 100, 200].map(key), offset('KEYS'));
  words.set([4, 4, 4, 4, 4, 4].map(key), offset('KEYS') + 6);
  expect(readSelection(words.buffer)).toEqual({
    counts: [10, 20, 30, 40],
    best: -7.5,
    loss: { p5: -2 + 0.55, median: 4, p95: 145 },
    gradientNorm: { p5: 4, median: 4, p95: 4 },
  });
});

test('an empty one has no best and no quantiles', () => {
  const { best, loss } = readSelection(new ArrayBuffer(SELECTION_BYTES));
  expect(best).toBe(Number.POSITIVE_INFINITY);
  expect(loss).toEqual({ p5: Number.NaN, median: Number.NaN, p95: Number.NaN });
});

test.each([
  [0, '0 bytes'],
  [1023, '1023 bytes'],
  [1024, '1 KiB'],
  [1.5 * 2 ** 20, '1.5 MiB'],
  [512 * 2 ** 20, '512 MiB'],
  [5 * 2 ** 40, '5120 GiB'],
])('formatBytes(%d) is %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
