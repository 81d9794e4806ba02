import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseRunSpec } from '../../../src/engine/parse-run-spec.ts';
import { planRun } from '../../../src/engine/plan-run.ts';
import { createCpuEngine } from '../../../src/reference/cpu-engine.ts';

interface GoldenCase {
  surface: string;
  optimizer: string;
  hyper: Record<string, number>;
  schedule: { id: string; params: Record<string, number> };
  clipNorm: number | null;
  start: [number, number];
  steps: number;
  trajectory: { step: number[]; position: [number, number][]; loss: number[] };
}

const golden: { cases: GoldenCase[] } = JSON.parse(
  readFileSync(new URL('../../golden/optimizers.json', import.meta.url), 'utf8'),
);
/** What golden/README.md promises of a float64 implementation. */
const RELATIVE = 1e-9;

function expectClose(actual: number, expected: number, scale: number, what: string): void {
  expect(Math.abs(actual - expected), `${what}: ${actual} instead of ${expected}`).toBeLessThanOrEqual(
    RELATIVE * scale,
  );
}

describe('trajectories made by PyTorch in float64', () => {
  it.each(
    golden.cases.map((golden) => ({
      name: `${golden.optimizer} on ${golden.surface}, ${golden.schedule.id}, clip ${golden.clipNorm}`,
      golden,
    })),
  )('$name', async ({ golden }) => {
    const spec = parseRunSpec({
      surface: { id: golden.surface },
      optimizers: [{ id: golden.optimizer, hyper: golden.hyper }],
      schedule: golden.schedule,
      gradient: { clipNorm: golden.clipNorm },
      starts: { kind: 'points', points: [golden.start] },
      steps: golden.steps,
    });
    const run = await createCpuEngine().createRun(planRun(spec));
    const { step, position, loss } = golden.trajectory;
    for (const [k, at] of step.entries()) {
      run.advance(at - run.step);
      const snapshot = await run.read(0);
      const [x, y] = position[k];
      const reach = Math.hypot(x, y);
      expectClose(snapshot.position[0], x, reach, `x at step ${at}`);
      expectClose(snapshot.position[1], y, reach, `y at step ${at}`);
      expectClose(snapshot.loss[0], loss[k], Math.abs(loss[k]), `loss at step ${at}`);
    }
    expect(run.step).toBe(golden.steps);
  });
});
