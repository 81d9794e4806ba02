import { expect, test } from 'vitest';
import { createStepExplainer } from '../../src/consistency/explain-step.ts';
import { parseRunSpec } from '../../src/engine/parse-run-spec.ts';
import { planRun } from '../../src/engine/plan-run.ts';
import { createReplay } from '../../src/engine/replay.ts';
import { createGpuEngine } from '../../src/gpu/gpu-engine.ts';
import { optimizers } from '../../src/optimizers/index.ts';
import { sharedGpu } from '../support/gpu.ts';

test('every step of a replayed trajectory is within what its explanation allows', async () => {
  const engine = createGpuEngine(await sharedGpu());
  const plan = planRun(
    parseRunSpec({
      surface: { id: 'rosenbrock' },
      optimizers: [{ id: 'sgd' }, { id: 'adam', hyper: { lr: 0.05 } }],
      gradient: { noise: 0.5, clipNorm: 4 },
      schedule: { id: 'cosine', params: { total: 60 } },
      starts: { kind: 'uniform', count: 50 },
      steps: 60,
    }),
  );
  const replay = await createReplay(engine, plan, 1, 31);
  await replay.reach(60);
  const explain = createStepExplainer(replay.plan, 0);
  const shares: number[] = [];
  for (const [k, after] of replay.moments.entries()) {
    if (k === 0) continue;
    const { outcomes, gradient, scalars } = explain(replay.moments[k - 1]!);
    const actual: Record<string, Float64Array> = { theta: after.position, ...after.state };
    for (const [name, { value, allowed }] of Object.entries(outcomes)) {
      for (const i of [0, 1]) {
        const difference = Math.abs(actual[name]![i]! - value[i]!);
        expect(difference, `${name} of step ${k}`).toBeLessThanOrEqual(allowed[i]!);
        if (allowed[i]! > 0) shares.push(difference / allowed[i]!);
      }
    }
    expect(Math.hypot(...gradient)).toBeLessThanOrEqual(4 * (1 + 1e-6));
    expect(scalars.lr).toBeCloseTo(0.05 * 0.5 * (1 + Math.cos((Math.PI * (k - 1)) / 60)), 8);
  }
  // The bounds are no wider than they must be: some difference comes near its own.
  expect(Math.max(...shares)).toBeGreaterThan(0.05);
  replay.dispose();
  engine.dispose();
});

test.each(optimizers.map(({ id }) => id))(
  '%s, wrapped and under a plateau, takes steps that can be explained',
  async (id) => {
    const engine = createGpuEngine(await sharedGpu());
    const plan = planRun(
      parseRunSpec({
        surface: { id: 'himmelblau' },
        optimizers: [{ id, hyper: { lookahead: 2 } }],
        schedule: { id: 'reduce-on-plateau', params: {} },
        starts: { kind: 'uniform', count: 9 },
        steps: 6,
      }),
    );
    const replay = await createReplay(engine, plan, 0, 4);
    await replay.reach(6);
    const explain = createStepExplainer(replay.plan, 0);
    expect(replay.moments.length).toBeGreaterThan(1);
    let judged = 0;
    for (const [k, after] of replay.moments.slice(1).entries()) {
      const { outcomes } = explain(replay.moments[k]!);
      const actual: Record<string, Float64Array> = { theta: after.position, ...after.state };
      expect(Object.keys(outcomes).sort()).toEqual(Object.keys(actual).sort());
      for (const [name, { value, allowed }] of Object.entries(outcomes)) {
        for (const i of [0, 1]) {
          // Where rounding allows any value there is nothing to judge.
          if (!Number.isFinite(allowed[i]!)) continue;
          const difference = Math.abs(actual[name]![i]! - value[i]!);
          expect(difference, `${name} after step ${k + 1}`).toBeLessThanOrEqual(allowed[i]!);
          if (name === 'theta') judged += 1;
        }
      }
    }
    expect(judged).toBeGreaterThan(replay.moments.length - 1);
    replay.dispose();
    engine.dispose();
  },
);
