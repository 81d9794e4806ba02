import { describe, expect, it } from 'vitest';
import { parseRunSpec } from '../../../src/engine/parse-run-spec.ts';
import { planRun } from '../../../src/engine/plan-run.ts';
import { rateGrid } from '../../../src/engine/rate-grid.ts';
import { findTarget } from '../../../src/engine/target.ts';
import { tune } from '../../../src/engine/tune.ts';
import { createCpuEngine } from '../../../src/reference/cpu-engine.ts';
import { crampedEngine } from '../../support/cramped-engine.ts';

const engine = createCpuEngine();

/** Curvatures 2 and 20: gradient descent converges for rates in (0, 2/20). */
const quadratic = {
  surface: { formula: 'x^2 + 10*y^2', params: {}, domain: [-2, 2, -2, 2] },
  optimizers: [{ id: 'sgd', hyper: { lr: 0.01 } }],
  starts: { kind: 'uniform', count: 10_000 },
  steps: 1000,
};

describe('tuning gradient descent on a quadratic', () => {
  it('finds the band below 2/λmax, to within a step of the grid, and the best rate in it', async () => {
    const rates = rateGrid(0.01, 4, 61);
    const ratio = 10 ** (4 / 60);
    const { teams, starts, target } = await tune(engine, parseRunSpec(quadratic), {
      rates: [rates],
      starts: 100,
      target: null,
    });
    const [{ outcomes, best, band, share }] = teams as [(typeof teams)[0]];
    expect(starts).toBe(100);
    expect(outcomes).toHaveLength(61);
    const highest = rates[band!.to]!;
    expect(highest).toBeLessThan(2 / 20);
    expect(highest * ratio).toBeGreaterThanOrEqual(0.999 * (2 / 20));
    expect(band!.isOpen).toBe(false);
    expect(share).toMatchObject({ share: 1, high: 1 });
    // What is too slow: the flat direction contracts by 1 − 2 lr, and 1000 steps bring the loss of the median start to
    // a thousandth of it if lr > ln(1000)/4000. Worse starts than the median need more, no more than 4 times its loss.
    const slowest = Math.log(1000) / (4 * 1000);
    expect(rates[band!.from]! / slowest).toBeGreaterThan(0.8);
    expect(rates[band!.from]! / slowest).toBeLessThan(1.6);
    // 2/(λmin + λmax) contracts both directions alike; before the slow one has, the fast one only has to be small.
    expect(rates[best]).toBeGreaterThan(0.08);
    expect(rates[best]).toBeLessThan(0.1);
    expect(target.loss).toBeGreaterThan(0);
  });

  it('gives every rate the very starts and steps that it has alone', async () => {
    const rates = [0.004, 0.02, 0.09];
    const spec = parseRunSpec({ ...quadratic, steps: 80 });
    const request = { starts: 64, target: 0.01 };
    const together = await tune(engine, spec, { ...request, rates: [rates] });
    for (const [k, rate] of rates.entries()) {
      const alone = await tune(engine, spec, { ...request, rates: [[rate]] });
      expect(together.teams[0]!.outcomes[k]).toEqual(alone.teams[0]!.outcomes[0]);
    }
  });

  it('comes to the same in pieces', async () => {
    const spec = parseRunSpec({
      ...quadratic,
      optimizers: [{ id: 'sgd' }, { id: 'adam' }, { id: 'rprop' }],
      gradient: { noise: 0.1 },
      steps: 100,
    });
    const rates = rateGrid(0.01, 4, 33);
    const request = { rates: [rates, rates, rates], starts: 100, target: 0.01 };
    const roomy = { ...engine, batch: 1e6 };
    const whole = await tune(roomy, spec, request);
    expect(whole.runs).toBe(1);
    // 3 teams of 33 rates × 100 starts, in halves of 17 and 16 rates.
    expect(await tune(crampedEngine(roomy, 2000), spec, request)).toEqual({ ...whole, runs: 6 });
    // One rate has 3000 starts, of which there is room for half; 4 rates of one team.
    const few = { rates: [rates.slice(0, 4)], starts: 3000, target: 0.01 };
    const alone = { ...spec, optimizers: spec.optimizers.slice(0, 1) };
    const halves = await tune(crampedEngine(roomy, 1500), alone, few);
    expect(halves).toEqual({ ...(await tune(roomy, alone, few)), runs: 8 });
  });

  it('races for the target that the run has, however many starts it is tuned with', async () => {
    const spec = parseRunSpec(quadratic);
    const { target } = await tune(engine, spec, { rates: [[0.01]], starts: 10, target: null });
    expect(target).toEqual(await findTarget(engine, planRun(spec), null));
  });

  it('refuses more trajectories than a run may have', async () => {
    const request = { rates: [rateGrid(0.01, 4, 64)], starts: 1e6, target: null };
    await expect(tune(engine, parseRunSpec(quadratic), request)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('64 learning rates × 1,000,000 starts are more than 10,000,000'),
    });
  });

  it('finds no loss at the end of what left the numbers', async () => {
    const spec = parseRunSpec({ ...quadratic, steps: 3 });
    const { teams } = await tune(engine, spec, { rates: [[1e-3, 1e308]], starts: 20, target: -1 });
    const [slow, fast] = teams[0]!.outcomes;
    expect(slow!.medianLoss).toBeGreaterThan(0);
    expect(fast!.medianLoss).toBeNaN();
  });

  it('takes no more starts than there are points, and of many points some of all parts', async () => {
    const points = Array.from({ length: 50 }, (_, k) => [k / 50, 1]);
    const spec = parseRunSpec({ ...quadratic, starts: { kind: 'points', points } });
    const request = { rates: [[1e-12]], target: null };
    expect((await tune(engine, spec, { ...request, starts: 1000 })).starts).toBe(50);
    const few = await tune(engine, spec, { ...request, starts: 5 });
    expect(few.starts).toBe(5);
    // Points 0, 10, 20, 30 and 40, which hardly move: the median is (0.4, 1).
    expect(few.teams[0]!.outcomes[0]!.medianLoss).toBeCloseTo(0.4 ** 2 + 10, 6);
    expect(few.spec).toEqual(spec);
  });
});
