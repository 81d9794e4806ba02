import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDomainFrame, SURFACE_HEIGHT } from '../../../src/render/domain-frame.ts';
import { createHeightMap } from '../../../src/render/height-scale.ts';
import { createHeightGrid, type Vec3 } from '../../../src/render/picking.ts';
import { himmelblau, sampleLandscape } from './landscapes.ts';

const domain = [-1, 3, -2, 2] as [number, number, number, number];
const frame = createDomainFrame(domain);
const gridOf = (f: (x: number, y: number) => number, size: number) => {
  const loss = sampleLandscape(f, domain, size);
  return createHeightGrid(loss, size, frame, createHeightMap('linear', loss));
};
const towards = (from: Vec3, to: Vec3): Vec3 => [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
const inDomain = fc.record({
  x: fc.double({ min: -0.99, max: 2.99, noNaN: true }),
  y: fc.double({ min: -1.99, max: 1.99, noNaN: true }),
});

describe('picking', () => {
  const tilted = gridOf((x, y) => x + y, 33);

  it('meets a tilted plane where the plane is, from anywhere above', () => {
    const eye = fc.tuple(
      fc.double({ min: -3, max: 3, noNaN: true }),
      fc.double({ min: 1, max: 4, noNaN: true }),
      fc.double({ min: -3, max: 3, noNaN: true }),
    );
    fc.assert(
      fc.property(inDomain, eye, ({ x, y }, from) => {
        const [sceneX, sceneZ] = frame.toScene(x, y);
        const height = (SURFACE_HEIGHT * (x + 1 + (y + 2))) / 8;
        const hit = tilted.intersect(from, towards(from, [sceneX, height, sceneZ]))!;
        // A ray that reaches the point through the block's side meets the wall first.
        if (hit.wall) {
          expect(hit.distance).toBeLessThan(1);
          return;
        }
        expect(hit.x).toBeCloseTo(x, 4);
        expect(hit.y).toBeCloseTo(y, 4);
        expect(hit.distance).toBeCloseTo(1, 4);
      }),
    );
  });

  it('meets the triangles of a curved surface exactly, straight down', () => {
    const curved = gridOf(himmelblau, 24);
    fc.assert(
      fc.property(inDomain, ({ x, y }) => {
        const [sceneX, sceneZ] = frame.toScene(x, y);
        const hit = curved.intersect([sceneX, 2, sceneZ], [0, -1, 0])!;
        expect(hit.x).toBeCloseTo(x, 5);
        expect(hit.y).toBeCloseTo(y, 5);
        expect(2 - hit.distance).toBeCloseTo(curved.heightAt(x, y), 5);
      }),
    );
  });

  it('finds the nearer of two slopes of a ridge', () => {
    const ridge = gridOf((x) => -Math.abs(x - 1), 65);
    const hit = ridge.intersect([-3, 0.6, 0], [1, -0.2, 0])!;
    expect(hit.wall).toBe(false);
    expect(hit.x).toBeLessThan(1);
  });

  it('is stopped by the side of the block', () => {
    const basin = gridOf((x, y) => (x - 1) ** 2 + y * y, 65);
    const hit = basin.intersect([0, 0.1, 4], [0, 0, -1])!;
    expect(hit.wall).toBe(true);
    expect(hit.distance).toBeCloseTo(3, 5);
  });

  it('misses beside the block, above it, and behind the eye', () => {
    expect(tilted.intersect([0, 3, 5], [0, 0, -1])).toBeNull();
    expect(tilted.intersect([3, 1, 0], [0, -1, 0])).toBeNull();
    expect(tilted.intersect([0, 2, 0], [0, 1, 0])).toBeNull();
  });

  it('falls through holes', () => {
    const holed = gridOf((x, y) => (Math.hypot(x - 1, y) < 0.5 ? Number.NaN : x), 65);
    const [sceneX, sceneZ] = frame.toScene(1, 0);
    expect(holed.intersect([sceneX, 2, sceneZ], [0, -1, 0])).toBeNull();
    expect(holed.heightAt(1, 0)).toBeNaN();
    expect(holed.intersect([0.9, 2, 0], [0, -1, 0])).not.toBeNull();
  });
});
