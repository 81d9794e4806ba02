import { expect, test } from 'vitest';
import { parseRunSpec } from '../../src/engine/parse-run-spec.ts';
import { planRun } from '../../src/engine/plan-run.ts';
import { generateStarts } from '../../src/engine/starts.ts';
import { createGpuEngine } from '../../src/gpu/gpu-engine.ts';
import { sharedGpu } from '../support/gpu.ts';
import { firstDifference } from '../support/same.ts';

async function bothStarts(starts: object, domain = [-1.5, 4.1, -0.3, 7]) {
  const plan = planRun(parseRunSpec({ surface: { formula: 'x+y', domain }, starts, seed: 4_000_000_000 }));
  const engine = createGpuEngine(await sharedGpu());
  const run = await engine.createRun(plan);
  const { position } = await run.read(0);
  engine.dispose();
  // Given points are float64 on the CPU and rounded when they are uploaded.
  return { gpu: position, cpu: generateStarts(plan).map(Math.fround) };
}

test.each([
  { kind: 'grid', count: 1 },
  { kind: 'grid', count: 10_000 },
  { kind: 'grid', count: 99_991 },
  { kind: 'uniform', count: 50_000 },
  {
    kind: 'points',
    points: [
      [0.1, 0.2],
      [-1e20, 3],
      [1e-3, 0],
    ],
  },
])('$kind of $count: equal to the last bit where ÷ rounds correctly and nothing is fused', async (starts) => {
  const { gpu, cpu } = await bothStarts(starts);
  expect(firstDifference(gpu, cpu)).toBeNull();
});

// In units of the cloud's size: a normal is at most 5.8 and its error 5.8 · NORMAL_ULPS · 2^-23; a ring's turn is
// rounded to 2^-25, which is 2π · 2^-25 of angle, plus 2 ulps each of cosine and product. 2^-23 of the centre each.
test.each([
  { starts: { kind: 'normal', count: 50_000, spread: 0.5 }, allowed: 30 },
  { starts: { kind: 'normal', count: 1000, center: [100, -3], spread: 2 }, allowed: 300 },
  { starts: { kind: 'ring', count: 50_000, radius: 1 }, allowed: 6 },
  { starts: { kind: 'ring', count: 7, center: [0, 0], radius: 0.25 }, allowed: 6 },
])('$starts.kind of $starts.count: within a few ulps', async ({ starts, allowed }) => {
  const { gpu, cpu } = await bothStarts(starts);
  let worst = 0;
  gpu.forEach((value, i) => {
    worst = Math.max(worst, Math.abs(value - cpu[i]) / (2 ** -23 * 3.65));
  });
  expect(worst).toBeLessThan(allowed);
  expect(new Set(gpu).size).toBeGreaterThan(starts.count);
});
