import { Matrix4, PerspectiveCamera, Vector3, WebGPUCoordinateSystem } from 'three/webgpu';
import { describe, expect, it } from 'vitest';
import { createDomainFrame, SURFACE_HEIGHT } from '../../../src/render/domain-frame.ts';
import { createHeightMap } from '../../../src/render/height-scale.ts';
import { type Cloud, createFinder } from '../../../src/render/nearest.ts';
import { createHeightGrid, type Vec3 } from '../../../src/render/picking.ts';
import { sampleLandscape } from './landscapes.ts';

const domain = [-1, 1, -1, 1] as [number, number, number, number];
const frame = createDomainFrame(domain);
/** A ridge along x that hides what is behind it from whoever looks along y from low above the ground. */
const ridge = (_x: number, y: number) => Math.exp(-40 * y * y);
const loss = sampleLandscape(ridge, domain, 129);
const map = createHeightMap('linear', loss);
const grid = createHeightGrid(loss, 129, frame, map);
const [width, height] = [800, 600];

const camera = new PerspectiveCamera(30, width / height);
camera.coordinateSystem = WebGPUCoordinateSystem;
camera.position.set(0, 0.9, 3);
camera.lookAt(0, 0.2, 0);
camera.updateMatrixWorld();
camera.updateProjectionMatrix();
const viewProjection = new Matrix4().multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse);

/** Where three itself puts a point of the surface, CSS pixels. */
function screenOf(x: number, y: number): [number, number] {
  const [right, near] = frame.toScene(x, y);
  const at = new Vector3(right, map.heightOf(ridge(x, y)) * SURFACE_HEIGHT, near).project(camera);
  return [((at.x + 1) / 2) * width, ((1 - at.y) / 2) * height];
}
const finderAt = (at: [number, number], reach = 10) =>
  createFinder({
    ...{ frame, map, grid, width, height, at, reach },
    eye: camera.position.toArray() as unknown as Vec3,
    viewProjection: viewProjection.elements,
  });
const cloudOf = (points: readonly (readonly [number, number])[]): Cloud => ({
  count: points.length,
  x: (point) => points[point]![0],
  y: (point) => points[point]![1],
  loss: (point) => ridge(...points[point]!),
});

describe('the finder', () => {
  const points = [
    [-0.5, -0.7],
    [0.1, -0.6],
    [0.13, -0.6],
    [0.4, -0.9],
  ] as const;

  it('finds the nearest of some points where they are drawn', () => {
    points.forEach((point, index) => {
      const found = finderAt(screenOf(point[0], point[1])).nearestPoint(cloudOf(points));
      expect(found?.point).toBe(index);
      expect(found?.distance).toBeLessThan(0.01);
    });
    const [x, y] = screenOf(...points[0]);
    expect(finderAt([x + 9, y]).nearestPoint(cloudOf(points))).toMatchObject({ point: 0 });
    expect(finderAt([x + 11, y]).nearestPoint(cloudOf(points))).toBeNull();
  });

  it('does not find what the surface hides, what has left it, or what has no loss', () => {
    const behind = [0, 0.3] as const;
    expect(finderAt(screenOf(...behind)).nearestPoint(cloudOf([behind]))).toBeNull();
    // Beside the ridge's end it would be seen: nothing but the ridge hides it.
    expect(finderAt(screenOf(0, 0)).nearestPoint(cloudOf([[0, 0]]))).not.toBeNull();
    const outside = [0, -1.01] as const;
    expect(finderAt(screenOf(...outside)).nearestPoint(cloudOf([outside]))).toBeNull();
    const lossless = { ...cloudOf(points), loss: () => Number.NaN };
    expect(finderAt(screenOf(...points[0])).nearestPoint(lossless)).toBeNull();
  });

  it('finds lines between points, called by their first', () => {
    // Two trails of three moments: 0, 2, 4 and 1, 3, 5.
    const trails = cloudOf([
      [-0.5, -0.9],
      [0.5, -0.9],
      [-0.5, -0.7],
      [0.5, -0.7],
      [-0.5, -0.5],
      [0.5, -0.5],
    ]);
    const finder = finderAt(screenOf(0.5, -0.61));
    expect(finder.nearestLine(trails, 2)).toMatchObject({ point: 3 });
    expect(finderAt(screenOf(0, -0.7)).nearestLine(trails, 2)).toBeNull();
  });

  it('looks through a million points', () => {
    const many = Float32Array.from({ length: 2_000_000 }, (_, i) => Math.sin(i * i));
    const cloud: Cloud = {
      count: 1_000_000,
      x: (point) => many[2 * point]!,
      y: (point) => many[2 * point + 1]!,
      loss: (point) => ridge(0, many[2 * point + 1]!),
    };
    expect(finderAt(screenOf(0.2, -0.5)).nearestPoint(cloud)).not.toBeNull();
  });
});
