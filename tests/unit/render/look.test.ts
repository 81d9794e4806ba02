import { describe, expect, it } from 'vitest';
import { linearFromLab, rampLab } from '../../../src/render/color-map.ts';
import { createDomainFrame } from '../../../src/render/domain-frame.ts';
import { createGridIndex } from '../../../src/render/grid-index.ts';
import { palettes } from '../../../src/render/palette.ts';

describe.each(Object.entries(palettes))('the %s colour map', (_, palette) => {
  const steps = Array.from({ length: 101 }, (_, i) => i / 100);

  it('stays within the sRGB gamut', () => {
    for (const step of steps) {
      for (const channel of linearFromLab(rampLab(palette.surface, step))) {
        expect(channel).toBeGreaterThanOrEqual(0);
        expect(channel).toBeLessThanOrEqual(1);
      }
    }
  });

  it('rises in lightness by even steps', () => {
    const [low, high] = palette.surface.lightness;
    for (const step of steps) {
      expect(rampLab(palette.surface, step)[0]).toBeCloseTo(low + (high - low) * step, 12);
    }
    expect(high - low).toBeGreaterThan(0.3);
  });

  it('passes through its three points', () => {
    [0, 0.5, 1].forEach((height, i) => {
      const [, a, b] = rampLab(palette.surface, height);
      expect(a).toBeCloseTo(palette.surface.chroma[i]![0], 12);
      expect(b).toBeCloseTo(palette.surface.chroma[i]![1], 12);
    });
  });

  it('is muted: less than half the chroma of the teams’ colours', () => {
    // Okabe–Ito's orange has OKLab chroma 0.16.
    for (const step of steps) {
      const [, a, b] = rampLab(palette.surface, step);
      expect(Math.hypot(a, b)).toBeLessThan(0.08);
    }
  });
});

it('converts OKLab white and grey to equal channels', () => {
  for (const channel of linearFromLab([1, 0, 0])) expect(channel).toBeCloseTo(1, 6);
  for (const channel of linearFromLab([0.5, 0, 0])) expect(channel).toBeCloseTo(0.125, 6);
});

describe('createDomainFrame', () => {
  it('keeps proportions and there and back again', () => {
    const frame = createDomainFrame([-3, 3, -2, 2]);
    expect(frame.half[0]).toBe(1);
    expect(frame.half[1]).toBeCloseTo(2 / 3, 12);
    expect(frame.toScene(-3, -2)).toEqual([-1, frame.half[1]]);
    const [x, y] = frame.toDomain(...frame.toScene(1.25, -0.75));
    expect(x).toBeCloseTo(1.25, 12);
    expect(y).toBeCloseTo(-0.75, 12);
  });

  it('makes a square of parameters with different units', () => {
    expect(createDomainFrame([0, 1, 0, 1000]).half).toEqual([1, 1]);
    expect(createDomainFrame([0, 1, 0, 2]).half).toEqual([0.5, 1]);
  });
});

describe('createGridIndex', () => {
  it('covers each cell with its two triangles, once', () => {
    const size = 30;
    const { triangles: index, stride } = createGridIndex(size);
    expect(stride).toBeGreaterThanOrEqual(size);
    const cells = new Map<number, number>();
    for (let t = 0; t < index.length; t += 3) {
      const [a, b, c] = [index[t]!, index[t + 1]!, index[t + 2]!];
      const columns = [a % stride, b % stride, c % stride];
      const rows = [Math.floor(a / stride), Math.floor(b / stride), Math.floor(c / stride)];
      const [i, j] = [Math.min(...columns), Math.min(...rows)];
      expect(Math.max(...columns) - i).toBe(1);
      expect(Math.max(...rows) - j).toBe(1);
      expect(Math.max(...columns)).toBeLessThan(size);
      // The diagonal both triangles share.
      expect([a, b, c]).toContain(j * stride + i + 1);
      expect([a, b, c]).toContain((j + 1) * stride + i);
      cells.set(j * size + i, (cells.get(j * size + i) ?? 0) + 1);
    }
    expect(cells.size).toBe((size - 1) ** 2);
    expect([...cells.values()].every((count) => count === 2)).toBe(true);
  });
});
