import { expect, test } from 'vitest';
import { normalPair, randomBits, uniform01, uniformAboveZero } from '../../src/core/random.ts';
import { NORMAL_ULPS } from '../../src/formula/float32-model.ts';
import { wgslFiles } from '../../src/gpu/wgsl-files.ts';
import { sharedGpu } from '../support/gpu.ts';
import { mapOnGpu } from '../support/kernel.ts';
import { firstDifference } from '../support/same.ts';

const sections = ['lib/finite.wgsl', 'lib/math.wgsl', 'lib/random.wgsl'].map((name) => ({
  name,
  text: wgslFiles[name],
}));

/** Words whose products overflow, besides small ones. */
const words = (seed: number): Uint32Array =>
  Uint32Array.from({ length: 20_000 }, (_, i) => (i < 64 ? i : Math.imul(i * 2 + seed, 2654435761) >>> 0));

test('random.wgsl gives the bits of core/random.ts', async () => {
  const { device } = await sharedGpu();
  const [a, b] = [words(1), words(3)];
  const call = 'randomBits(a, b, a ^ 0x9e3779b9u, b >> 7u)';
  const got = new Uint32Array(await mapOnGpu(device, sections, call, 'vec4u', 4, a, b));
  const expected = new Uint32Array(4 * a.length);
  a.forEach((seed, i) => {
    expected.set(randomBits(seed, b[i], seed ^ 0x9e3779b9, b[i] >>> 7), 4 * i);
  });
  expect(firstDifference(got, expected)).toBeNull();
});

test('uniforms are equal to the last bit', async () => {
  const { device } = await sharedGpu();
  const a = Uint32Array.from([...words(5), 0, 255, 256, 0xffffffff, 0xffffff00, 0x80000000]);
  const call = 'vec2f(uniform01(a), uniformAboveZero(a))';
  const got = new Float32Array(await mapOnGpu(device, sections, call, 'vec2f', 2, a));
  const expected = new Float32Array(2 * a.length);
  a.forEach((bits, i) => {
    expected.set([uniform01(bits), uniformAboveZero(bits)], 2 * i);
  });
  expect(firstDifference(got, expected)).toBeNull();
});

test('normals stay within NORMAL_ULPS of the radius', async () => {
  const { device } = await sharedGpu();
  const a = Uint32Array.from([...words(7), 0, 0xffffffff, 0xffffffff, 0]);
  const b = Uint32Array.from([...words(9), 0, 0xffffffff, 0, 0x40000000]);
  const got = new Float32Array(await mapOnGpu(device, sections, 'normalPair(a, b)', 'vec2f', 2, a, b));
  let worst = 0;
  a.forEach((bits, i) => {
    const exact = normalPair(bits, b[i]);
    const unit = 2 ** -23 * Math.hypot(...exact);
    for (const axis of [0, 1]) {
      const error = Math.abs(got[2 * i + axis] - exact[axis]);
      if (error > 0) worst = Math.max(worst, error / unit);
    }
  });
  // Here √ rounds correctly; WGSL allows it 4 ulps more.
  expect(worst).toBeLessThan(NORMAL_ULPS - 4);
  expect(worst).toBeGreaterThan(0.4);
});
