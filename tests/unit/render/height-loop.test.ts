import { describe, expect, it } from 'vitest';
import { createDomainFrame, SURFACE_HEIGHT } from '../../../src/render/domain-frame.ts';
import { createHeightLoop } from '../../../src/render/height-loop.ts';
import { createHeightMap } from '../../../src/render/height-scale.ts';
import type { SceneLandscape } from '../../../src/render/scene-types.ts';
import { sampleLandscape } from './landscapes.ts';

const SIZE = 9;
const domain = [-1, 1, 0, 4] as [number, number, number, number];
const frame = createDomainFrame(domain);
const of = (loss: Float32Array): SceneLandscape => ({ size: SIZE, domain, buffer: null, loss });
/** A plane: its slopes are the same everywhere, at edges and beside holes, too. */
const plane = sampleLandscape((x, y) => 2 * x + y, domain, SIZE);
/** float32 heights over the distance of vertices, 1/8 of a scene unit. */
const ROUNDING = 2e-6;

describe('heights without a device', () => {
  it('are those of the scale, with the slopes of the picture', () => {
    const map = createHeightMap('linear', plane);
    const heights = createHeightLoop().run({
      landscape: of(plane),
      frame,
      map,
      flowed: null,
    }) as Float32Array;
    // Over the whole of the domain the plane rises by 4 along either axis, of 8 in all.
    const half = SURFACE_HEIGHT / 2;
    plane.forEach((loss, k) => {
      expect(heights[4 * k + 1]).toBeCloseTo(map.heightOf(loss) * SURFACE_HEIGHT, 6);
      expect(heights[4 * k]).toBe(heights[4 * k + 1]);
      expect(Math.abs(heights[4 * k + 2]! - half / (2 * frame.half[0]))).toBeLessThan(ROUNDING);
      // The domain's y runs away from the viewer, the scene's z towards them.
      expect(Math.abs(heights[4 * k + 3]! + half / (2 * frame.half[1]))).toBeLessThan(ROUNDING);
    });
  });

  it('have holes where there is no loss, which slopes beside them leave out', () => {
    const loss = plane.slice();
    const hole = 4 * SIZE + 4;
    loss[hole] = Number.NaN;
    const whole = createHeightLoop().run({
      ...{ landscape: of(plane), frame, map: createHeightMap('linear', plane) },
      flowed: null,
    }) as Float32Array;
    const heights = createHeightLoop().run({
      ...{ landscape: of(loss), frame, map: createHeightMap('linear', loss) },
      flowed: null,
    }) as Float32Array;
    expect(heights[4 * hole + 1]).toBeLessThan(-1);
    for (const k of [hole - 1, hole + 1, hole - SIZE, hole + SIZE]) {
      for (const part of [2, 3]) {
        expect(Math.abs(heights[4 * k + part]! - whole[4 * k + part]!)).toBeLessThan(ROUNDING);
      }
    }
  });

  it('flow on from where they were when the scale changed', () => {
    const loop = createHeightLoop();
    const [linear, rank] = [createHeightMap('linear', plane), createHeightMap('rank', plane)];
    const first = loop.run({ landscape: of(plane), frame, map: linear, flowed: null }) as Float32Array;
    const before = first.slice();
    const second = loop.run({ landscape: of(plane), frame, map: rank, flowed: 1 });
    expect(second).toBe(first);
    plane.forEach((loss, k) => {
      expect(first[4 * k]).toBe(before[4 * k + 1]);
      expect(first[4 * k + 1]).toBeCloseTo(rank.heightOf(loss) * SURFACE_HEIGHT, 6);
    });
  });
});
