import { expect, test } from 'vitest';
import { formatBytes } from '../../../src/gpu/scope.ts';
import { BINS_OFFSET, readSelection, SELECTION_BYTES, selectionWgsl } from '../../../src/gpu/selection.ts';
import { floatOfKey, sortKey as key } from '../../../src/gpu/sort-key.ts';

/** Where the kernel is told that a field starts. */
const offset = (name: string): number =>
  Number(new RegExp(`const ${name} = (\\d+)u;`).exec(selectionWgsl)?.[1]);

test('a selection is read where the kernel wrote it', () => {
  const words = new Uint32Array(SELECTION_BYTES / 4);
  words.set([10, 20, 30, 40], offset('COUNTS'));
  words[offset('BEST')] = ~key(-7.5);
  words.set([12, 1], offset('POPULATIONS'));
  // Twelve losses: the quantiles lie at ranks 0.55, 5.5 and 10.45.
  words.set([-2, -1, 3, 5, 100, 200].map(key), offset('LOWS'));
  words.set([4, 4, 4, 4, 4, 4].map(key), offset('LOWS') + 6);
  const bins = BINS_OFFSET / 4;
  words[bins + 254] = 7;
  words[bins + 256] = 8;
  const { histograms, ...figures } = readSelection(words.buffer);
  expect([histograms.loss[254], histograms.loss.length]).toEqual([7, 255]);
  expect([histograms.gradientNorm[0], histograms.gradientNorm.length]).toEqual([8, 255]);
  expect(figures).toEqual({
    counts: [10, 20, 30, 40],
    best: -7.5,
    loss: { p5: -2 + 0.55, median: 4, p95: 145 },
    gradientNorm: { p5: 4, median: 4, p95: 4 },
  });
});

test('keys sort as the floats do', () => {
  const floats = [-Infinity, -3e38, -2, -1e-45, 0, 1e-45, 1e-12, 2, 3e38, Infinity].map(Math.fround);
  const keys = floats.map(key);
  expect(keys).toEqual([...keys].sort((a, b) => a - b));
  expect(keys.map(floatOfKey)).toEqual(floats);
  expect(key(-0)).toBe(key(0));
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
