import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blendCameras,
  DEFAULT_CAMERA,
  easeInOut,
  placeCamera,
  readCamera,
  TOP_CAMERA,
} from '../../../src/render/camera-state.ts';
import { createDomainFrame } from '../../../src/render/domain-frame.ts';
import { createHeightMap } from '../../../src/render/height-scale.ts';
import { createHeightGrid, type Vec3 } from '../../../src/render/picking.ts';
import { himmelblau, sampleLandscape } from './landscapes.ts';

const coordinate = fc.double({ min: -1, max: 1, noNaN: true });
const anyCamera = fc.record({
  azimuth: fc.double({ min: -179, max: 179, noNaN: true }),
  elevation: fc.double({ min: 2, max: 89, noNaN: true }),
  distance: fc.double({ min: 0.5, max: 20, noNaN: true }),
  target: fc.tuple(coordinate, coordinate, coordinate),
});

describe('camera state', () => {
  it('comes back from the camera as it went in, to the figures an address keeps', () => {
    fc.assert(
      fc.property(anyCamera, (state) => {
        const { eye, target } = placeCamera(state);
        const back = readCamera(eye, target);
        expect(Math.abs(back.azimuth - state.azimuth)).toBeLessThanOrEqual(0.0051);
        expect(Math.abs(back.elevation - state.elevation)).toBeLessThanOrEqual(0.0051);
        expect(Math.abs(back.distance - state.distance)).toBeLessThanOrEqual(0.00051);
        back.target.forEach((value, i) => {
          expect(Math.abs(value - state.target[i]!)).toBeLessThanOrEqual(0.00051);
        });
      }),
    );
  });

  it.each([DEFAULT_CAMERA, TOP_CAMERA])('keeps the presets exactly', (state) => {
    const { eye, target } = placeCamera(state);
    expect(readCamera(eye, target)).toEqual(state);
  });

  it('shows the bottoms of all four funnels of Himmelblau from the default view', () => {
    const loss = sampleLandscape(himmelblau, [-5, 5, -5, 5], 257);
    const frame = createDomainFrame([-5, 5, -5, 5]);
    const grid = createHeightGrid(loss, 257, frame, createHeightMap('log', loss));
    const { eye } = placeCamera(DEFAULT_CAMERA);
    for (const [x, y] of [
      [3, 2],
      [-2.805, 3.131],
      [-3.779, -3.283],
      [3.584, -1.848],
    ] as const) {
      const [sceneX, sceneZ] = frame.toScene(x, y);
      const towards: Vec3 = [sceneX - eye[0], grid.heightAt(x, y) - eye[1], sceneZ - eye[2]];
      // 1 is the bottom itself; what lies in front of it hides it.
      expect(grid.intersect(eye, towards)?.distance).toBeGreaterThan(0.99);
    }
  });

  it('looks along +y at azimuth 0: the eye stands at negative y', () => {
    const { eye } = placeCamera({ azimuth: 0, elevation: 0, distance: 2, target: [0, 0, 0] });
    // Scene z is minus the domain's y.
    expect(eye[2]).toBeCloseTo(2);
    expect(eye[0]).toBeCloseTo(0);
  });

  it('goes from one view to another the shorter way round', () => {
    const from = { ...DEFAULT_CAMERA, azimuth: 170 };
    const to = { ...DEFAULT_CAMERA, azimuth: -170, distance: 4 * DEFAULT_CAMERA.distance };
    expect(blendCameras(from, to, 0)).toEqual(from);
    expect(blendCameras(from, to, 0.5)).toMatchObject({
      azimuth: 180,
      distance: 2 * DEFAULT_CAMERA.distance,
    });
    expect(blendCameras({ ...from, azimuth: -170 }, { ...to, azimuth: 170 }, 0.5).azimuth).toBe(-180);
    expect(blendCameras({ ...from, azimuth: 10 }, { ...to, azimuth: -30 }, 0.5).azimuth).toBe(-10);
    expect(easeInOut(0)).toBe(0);
    expect(easeInOut(0.5)).toBe(0.5);
    expect(easeInOut(1)).toBe(1);
  });
});
