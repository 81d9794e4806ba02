import { expect, test } from 'vitest';
import { parseRunSpec } from '../../src/engine/parse-run-spec.ts';
import { planRun } from '../../src/engine/plan-run.ts';
import { createGpuEngine } from '../../src/gpu/gpu-engine.ts';
import { createReadback } from '../../src/gpu/readback.ts';
import { createScope } from '../../src/gpu/scope.ts';
import { sharedGpu } from '../support/gpu.ts';

test('trails remember the last moments of a sample of each team', async () => {
  const gpu = await sharedGpu();
  const engine = createGpuEngine(gpu);
  const run = await engine.createRun(
    planRun(
      parseRunSpec({
        surface: { formula: 'x + 10*y', domain: [0, 1, 0, 1] },
        optimizers: [
          { id: 'sgd', hyper: { lr: 1 } },
          { id: 'sgd', hyper: { lr: 2 } },
        ],
        starts: { kind: 'grid', count: 10 },
      }),
    ),
  );
  const bytes = run.liveBytes;
  const trails = run.trails({ perTeam: 4, length: 3 });
  expect(trails).toMatchObject({
    filled: 0,
    teams: [
      { samples: 4, length: 3 },
      { samples: 4, length: 3 },
    ],
  });

  const scope = createScope(gpu, 'test');
  const readback = createReadback(gpu, scope);
  /** Trajectories ⌊sample · 10 / 4⌋. */
  const sampled = [0, 2, 5, 7];
  const moments: Float64Array[] = [];
  for (let moment = 0; moment < 5; moment++) {
    moments.push((await run.read(1)).position);
    trails.record();
    expect(trails.head).toBe(moment % 3);
    expect(trails.filled).toBe(Math.min(3, moment + 1));
    run.advance(1);
  }
  const [copy] = await readback.read([{ buffer: trails.teams[1].buffer }]);
  const ring = new Float32Array(copy);
  // Moments 3, 4 and 2 are in slots 0, 1 and 2.
  [3, 4, 2].forEach((moment, slot) => {
    sampled.forEach((trajectory, sample) => {
      const [x, y] = moments[moment].subarray(2 * trajectory);
      const [ringX, ringY, loss, unused] = ring.subarray(4 * (slot * 4 + sample));
      expect([ringX, ringY, unused]).toEqual([x, y, 0]);
      expect(loss).toBeCloseTo(x + 10 * y, 3);
    });
  });

  trails.clear();
  expect(trails.filled).toBe(0);
  trails.record();
  expect([trails.head, trails.filled]).toEqual([0, 1]);
  trails.dispose();
  trails.dispose();
  expect(run.liveBytes).toBe(bytes);
  expect(() => trails.record()).toThrow('disposed');
  scope.dispose();
  engine.dispose();
});

test('no more samples than trajectories', async () => {
  const engine = createGpuEngine(await sharedGpu());
  const run = await engine.createRun(planRun(parseRunSpec({ starts: { kind: 'grid', count: 3 } })));
  const trails = run.trails({ perTeam: 256, length: 8 });
  trails.record();
  expect(trails.teams[0].samples).toBe(3);
  engine.dispose();
});
