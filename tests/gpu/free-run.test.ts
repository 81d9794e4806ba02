import { describe, expect, it } from 'vitest';
import { Status, statusOf } from '../../src/core/status.ts';
import type { TeamSnapshot } from '../../src/engine/engine.ts';
import { parseRunSpec } from '../../src/engine/parse-run-spec.ts';
import { planRun } from '../../src/engine/plan-run.ts';
import { createGpuEngine } from '../../src/gpu/gpu-engine.ts';
import { optimizers } from '../../src/optimizers/index.ts';
import { createCpuEngine } from '../../src/reference/cpu-engine.ts';
import { sharedGpu } from '../support/gpu.ts';

/** The whole run on both engines, each from its own starts and never compared on the way. */
async function freeRun(spec: object): Promise<Record<'cpu' | 'gpu', TeamSnapshot[]>> {
  const plan = planRun(parseRunSpec(spec));
  const snapshots = async (engine: ReturnType<typeof createCpuEngine>) => {
    const run = await engine.createRun(plan);
    run.advance(plan.spec.steps);
    const teams = await Promise.all(plan.teams.map((_, team) => run.read(team)));
    run.dispose();
    engine.dispose();
    return teams;
  };
  return {
    cpu: await snapshots(createCpuEngine()),
    gpu: await snapshots(createGpuEngine(await sharedGpu())),
  };
}

const shareOf = (status: Status, { status: words }: TeamSnapshot): number =>
  words.reduce((count, word) => count + (statusOf(word) === status ? 1 : 0), 0) / words.length;

function quantile(values: Float64Array, q: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.round(q * (sorted.length - 1))]!;
}

describe('whole runs that nobody corrects on the way', () => {
  it('follow the reference where paths do not amplify rounding: gradient descent on a convex bowl', async () => {
    const { cpu, gpu } = await freeRun({
      surface: { id: 'elongated-bowl' },
      optimizers: [{ id: 'sgd', hyper: { lr: 0.02 } }],
      starts: { kind: 'uniform', count: 1024 },
      steps: 100,
    });
    // Every step contracts (the largest factor is 1 − 0.02·2), so that the errors of single steps, a few roundings of
    // the position each, add up to at most 1/(1 − 0.96) = 25 of them.
    const perStep = 8 * 2 ** -24 * 5;
    const worst = cpu[0]!.position.reduce(
      (most, x, i) => Math.max(most, Math.abs(x - gpu[0]!.position[i]!)),
      0,
    );
    expect(worst).toBeLessThan(25 * perStep);
    expect(worst).toBeGreaterThan(0); // float32 it is
  });

  it.each(optimizers.map(({ id }) => id))(
    'end with the same population where single paths may part: %s',
    async (id) => {
      const { cpu, gpu } = await freeRun({
        surface: { id: 'himmelblau' },
        optimizers: [{ id, hyper: { lr: id.startsWith('ada') ? 0.1 : 0.002 } }],
        starts: { kind: 'uniform', count: 2048 },
        steps: 300,
        stop: { gradientNorm: 0.01 },
      });
      const [a, b] = [cpu[0]!, gpu[0]!];
      for (const status of Object.values(Status)) {
        // A path that parts from its twin near a border changes sides; one in a hundred is far more than was ever seen.
        expect(Math.abs(shareOf(status, a) - shareOf(status, b)), `status ${status}`).toBeLessThan(0.01);
      }
      for (const q of [0.25, 0.5, 0.75, 0.95]) {
        // With one in a hundred on the other side; below 1e-6 Himmelblau's float32 loss, a difference of terms near 200, is
        // rounding.
        const [low, seen, high] = [
          quantile(a.loss, q - 0.01),
          quantile(b.loss, q),
          quantile(a.loss, q + 0.01),
        ];
        expect(seen, `loss at ${q}`).toBeGreaterThan(0.98 * low - 1e-6);
        expect(seen, `loss at ${q}`).toBeLessThan(1.02 * high + 1e-6);
      }
    },
  );
});
