import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseRunSpec } from '../../src/engine/parse-run-spec.ts';
import { race } from '../../src/engine/race.ts';
import { rateGrid } from '../../src/engine/rate-grid.ts';
import { tune } from '../../src/engine/tune.ts';
import { createGpuEngine, type GpuEngine } from '../../src/gpu/gpu-engine.ts';
import { createCpuEngine } from '../../src/reference/cpu-engine.ts';
import { crampedEngine } from '../support/cramped-engine.ts';
import { sharedGpu } from '../support/gpu.ts';

let gpu: GpuEngine;
beforeAll(async () => {
  gpu = createGpuEngine(await sharedGpu());
});
afterAll(() => gpu.dispose());
const cpu = createCpuEngine();

describe('a race on the GPU', () => {
  it('comes to the same as on the CPU, to a step, where paths do not amplify rounding', async () => {
    const spec = parseRunSpec({
      surface: { id: 'elongated-bowl' },
      optimizers: [
        { id: 'sgd', hyper: { lr: 0.03 } },
        { id: 'momentum', hyper: { lr: 0.01, momentum: 0.8 } },
        { id: 'sgd', hyper: { lr: 2 } },
      ],
      starts: { kind: 'uniform', count: 1001 },
      steps: 300,
    });
    const [exact, seen] = [await race(cpu, spec, null), await race(gpu, spec, null)];
    expect(seen.target.loss).toBeCloseTo(exact.target.loss, 6);
    for (const [k, team] of exact.teams.entries()) {
      const own = seen.teams[k]!;
      const { reached, count, atMinimum, diverged, nonFinite } = team;
      expect(own).toMatchObject({ reached, count, atMinimum, diverged, nonFinite });
      for (const name of ['p5', 'median', 'p95'] as const) {
        if (reached === 0) expect(own.steps[name]).toBe(Number.POSITIVE_INFINITY);
        else expect(Math.abs(own.steps[name] - team.steps[name]), name).toBeLessThanOrEqual(1);
      }
    }
    expect(exact.teams.map(({ reached }) => reached)).toEqual([1001, 1001, 0]);
  });

  it('comes to the same population where single paths may part', async () => {
    const spec = parseRunSpec({
      surface: { id: 'styblinski-tang' },
      optimizers: [{ id: 'adam', hyper: { lr: 0.05 } }],
      starts: { kind: 'uniform', count: 4096 },
      steps: 200,
    });
    const [[exact], [seen]] = [(await race(cpu, spec, null)).teams, (await race(gpu, spec, null)).teams];
    expect(exact!.share.share).toBeGreaterThan(0.01);
    expect(exact!.share.share).toBeLessThan(0.9);
    // One in a hundred is far more than ever changed sides.
    expect(Math.abs(seen!.share.share - exact!.share.share)).toBeLessThan(0.01);
    expect(Math.abs(seen!.atMinimum! - exact!.atMinimum!)).toBeLessThan(41);
  });

  it('leaves nothing behind on the device', async () => {
    const before = gpu.liveBytes;
    const spec = parseRunSpec({ starts: { kind: 'grid', count: 500 }, steps: 20 });
    await race(gpu, spec, null);
    const after = gpu.liveBytes;
    await race(gpu, spec, null);
    expect(gpu.liveBytes).toBe(after);
    // Staging buffers are kept for the next reading.
    expect(after - before).toBeLessThan(2 ** 20);
  });
});

describe('tuning on the GPU', () => {
  const spec = parseRunSpec({
    surface: { formula: 'x^2 + 10*y^2', params: {}, domain: [-2, 2, -2, 2] },
    optimizers: [{ id: 'sgd' }, { id: 'momentum' }],
    starts: { kind: 'uniform', count: 5000 },
    steps: 300,
  });
  const rates = rateGrid(0.01, 4, 48);
  const request = { rates: [rates, rates], starts: 100, target: null };

  it('finds the rates that it finds on the CPU', async () => {
    const [exact, seen] = [await tune(cpu, spec, request), await tune(gpu, spec, request)];
    for (const [k, team] of exact.teams.entries()) {
      const own = seen.teams[k]!;
      // Within a rate of the grid: at an end of the band, and among equals, a last digit may decide.
      expect(Math.abs(own.best - team.best)).toBeLessThanOrEqual(1);
      expect(Math.abs(own.band!.from - team.band!.from)).toBeLessThanOrEqual(1);
      expect(Math.abs(own.band!.to - team.band!.to)).toBeLessThanOrEqual(1);
      for (const [i, outcome] of team.outcomes.entries()) {
        expect(Math.abs(own.outcomes[i]!.reached - outcome.reached), `rate ${outcome.rate}`).toBeLessThan(5);
      }
    }
    expect(seen.runs).toBe(1);
  });

  it('comes to the same in pieces, to the last bit', async () => {
    const noisy = { ...spec, gradient: { ...spec.gradient, noise: 0.2 } };
    // 2 teams of 48 rates × 100 starts.
    const whole = await tune({ ...gpu, batch: 1e6 }, noisy, request);
    expect(whole.runs).toBe(1);
    const pieces = await tune(crampedEngine({ ...gpu, batch: 1e6 }, 3000), noisy, request);
    expect(pieces).toEqual({ ...whole, runs: 4 });
  });
});
