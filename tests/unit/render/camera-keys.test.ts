import { describe, expect, it } from 'vitest';
import { cameraAfterKey } from '../../../src/render/camera-keys.ts';
import { DEFAULT_CAMERA, placeCamera } from '../../../src/render/camera-state.ts';

const front = { ...DEFAULT_CAMERA, azimuth: 0, elevation: 30 };
const eyeAfter = (key: string) => placeCamera(cameraAfterKey(front, key)!).eye;
const [x, height] = placeCamera(front).eye;

function pressed(key: string, times: number) {
  let camera = front;
  for (let i = 0; i < times; i += 1) camera = cameraAfterKey(camera, key)!;
  return camera;
}

describe('cameraAfterKey', () => {
  it('takes the eye where the arrow points', () => {
    expect(eyeAfter('ArrowLeft')[0]).toBeLessThan(x);
    expect(eyeAfter('ArrowRight')[0]).toBeGreaterThan(x);
    expect(eyeAfter('ArrowUp')[1]).toBeGreaterThan(height);
    expect(eyeAfter('ArrowDown')[1]).toBeLessThan(height);
  });

  it('undoes each key with its opposite', () => {
    for (const [there, back] of [
      ['ArrowLeft', 'ArrowRight'],
      ['ArrowUp', 'ArrowDown'],
      ['+', '-'],
    ] as const) {
      const again = cameraAfterKey(cameraAfterKey(front, there)!, back)!;
      expect(again.azimuth).toBeCloseTo(front.azimuth);
      expect(again.elevation).toBeCloseTo(front.elevation);
      expect(again.distance).toBeCloseTo(front.distance);
    }
    expect(cameraAfterKey(front, '+')!.distance).toBeLessThan(front.distance);
    expect(cameraAfterKey(front, '=')).toEqual(cameraAfterKey(front, '+'));
  });

  it('stays within what the hand can reach, however long the key is held', () => {
    expect(pressed('ArrowUp', 100).elevation).toBe(90);
    expect(pressed('ArrowDown', 100).elevation).toBe(4);
    expect(pressed('+', 100).distance).toBe(0.5);
    expect(pressed('-', 100).distance).toBe(20);
    expect(pressed('ArrowLeft', 72).azimuth).toBeCloseTo(0);
    expect(pressed('ArrowRight', 50).azimuth).toBeCloseTo(-110);
  });

  it('leaves every other key alone', () => {
    for (const key of [' ', 's', 't', 'Tab', 'Escape', 'Home', '1']) {
      expect(cameraAfterKey(front, key)).toBeNull();
    }
  });
});
