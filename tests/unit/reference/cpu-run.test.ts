import { describe, expect, it } from 'vitest';
import { packStatus, restStepOf, Status, statusOf } from '../../../src/core/status.ts';
import { parseRunSpec } from '../../../src/engine/parse-run-spec.ts';
import { planRun } from '../../../src/engine/plan-run.ts';
import { exactQuantiles } from '../../../src/engine/quantiles.ts';
import { createCpuEngine } from '../../../src/reference/cpu-engine.ts';
import { createCpuRun } from '../../../src/reference/cpu-run.ts';

const engine = createCpuEngine();
const plan = (value: unknown) => planRun(parseRunSpec(value));
const bowl = { formula: 'x^2 + 3*y^2', domain: [-2, 2, -2, 2] };
const adam = [{ id: 'adam', hyper: { lr: 0.05 } }];

describe('the reference run', () => {
  it.each([1, 255, 256, 257, 700])('steps %i trajectories as it steps each alone', async (count) => {
    const spec = {
      surface: bowl,
      optimizers: adam,
      gradient: { clipNorm: 2, noise: 0.1 },
      stop: { gradientNorm: 0.3 },
      steps: 60,
      starts: { kind: 'uniform', count },
    };
    const run = await engine.createRun(plan(spec));
    run.advance(60);
    const together = await run.read(0);
    // The noise of a trajectory depends on its number, so only the first can be run alone.
    const alone = await engine.createRun(plan({ ...spec, starts: { kind: 'uniform', count: 1 } }));
    for (let k = 0; k < 60; k++) alone.advance(1);
    const first = await alone.read(0);
    expect([...together.position.slice(0, 2)]).toEqual([...first.position]);
    expect([...together.state.v.slice(0, 2)]).toEqual([...first.state.v]);
    expect(together.status[0]).toBe(first.status[0]);
    // Lanes closed while others went on, or this would prove nothing about closing them.
    const rested = together.status.filter((packed) => statusOf(packed) === Status.converged).length;
    if (count > 1) expect(rested).toBeGreaterThan(count / 10);
    if (count > 1) expect(rested).toBeLessThan(count);
  });

  it('steps a trajectory as it would alone while others around it come to rest', async () => {
    const spec = { surface: bowl, optimizers: adam, stop: { gradientNorm: 0.3 }, steps: 60 };
    const together = await engine.createRun(plan({ ...spec, starts: { kind: 'uniform', count: 300 } }));
    const starts = (await together.read(0)).position;
    together.advance(60);
    const { position, state, status } = await together.read(0);
    for (let k = 0; k < 300; k += 7) {
      const points = [[...starts.slice(2 * k, 2 * k + 2)]];
      const alone = await engine.createRun(plan({ ...spec, starts: { kind: 'points', points } }));
      alone.advance(60);
      const own = await alone.read(0);
      expect([...position.slice(2 * k, 2 * k + 2)]).toEqual([...own.position]);
      expect([...state.m.slice(2 * k, 2 * k + 2)]).toEqual([...own.state.m]);
      expect(status[k]).toBe(own.status[0]);
    }
  });

  it('keeps the last place of a trajectory that its step throws out of the numbers', async () => {
    const spec = plan({
      surface: { formula: 'exp(x) + y' },
      optimizers: [{ id: 'sgd', hyper: { lr: 1e38 } }],
      starts: { kind: 'points', points: [[700, 1]] },
    });
    const run = await engine.createRun(spec);
    run.advance(3);
    const { status, position } = await run.read(0);
    expect(statusOf(status[0])).toBe(Status.nonFinite);
    expect(restStepOf(status[0])).toBe(1);
    expect([...position]).toEqual([700, 1]);
  });

  it('takes the same steps whether at once or one by one', async () => {
    const spec = plan({ surface: bowl, optimizers: adam, gradient: { noise: 0.2 }, steps: 300 });
    const [atOnce, oneByOne] = [await engine.createRun(spec), await engine.createRun(spec)];
    atOnce.advance(300);
    for (let k = 0; k < 300; k++) oneByOne.advance(1);
    expect(await atOnce.read(0)).toEqual(await oneByOne.read(0));
  });

  it('judges every position, from the start to the last', async () => {
    // Halves x with every step: at or below 1 after three of them, and at the start where it starts there.
    const halving = { surface: { formula: 'x^2/2' }, optimizers: [{ id: 'sgd', hyper: { lr: 0.5 } }] };
    const starts = {
      kind: 'points',
      points: [
        [8, 0],
        [1, 0],
        [8.1, 0],
      ],
    };
    const run = await createCpuEngine().createRun(
      plan({ ...halving, starts, stop: { loss: 0.5 }, steps: 3 }),
    );
    expect([...(await run.read(0)).status]).toEqual([0, packStatus(Status.converged, 0), 0]);
    run.advance(3);
    const { status, position } = await run.read(0);
    expect([...status]).toEqual([packStatus(Status.converged, 3), packStatus(Status.converged, 0), 0]);
    expect([...position]).toEqual([1, 0, 1, 0, 8.1 / 8, 0]);
  });

  it('stops at the steps of the run', async () => {
    const run = await engine.createRun(plan({ surface: bowl, steps: 7 }));
    run.advance(100);
    expect(run.step).toBe(7);
    run.advance(-3);
    expect(run.step).toBe(7);
  });

  it('rests a trajectory where its gradient norm or loss passes the threshold, before stepping', async () => {
    const points = {
      kind: 'points',
      points: [
        [0.001, 0],
        [1, 0],
      ],
    };
    const byNorm = await engine.createRun(
      plan({ surface: bowl, starts: points, stop: { gradientNorm: 0.0021 }, steps: 5 }),
    );
    byNorm.advance(5);
    const snapshot = await byNorm.read(0);
    expect(statusOf(snapshot.status[0])).toBe(Status.converged);
    expect(restStepOf(snapshot.status[0])).toBe(0);
    expect(snapshot.position[0]).toBe(0.001);
    expect(statusOf(snapshot.status[1])).toBe(Status.running);

    const byLoss = await engine.createRun(
      plan({ surface: bowl, starts: points, stop: { loss: 1 }, steps: 5 }),
    );
    byLoss.advance(5);
    const statuses = [...(await byLoss.read(0)).status].map((packed) => statusOf(packed));
    expect(statuses).toEqual([Status.converged, Status.converged]);
  });

  it('names divergence where the position leaves 1000 half-widths, and keeps the place', async () => {
    const spec = plan({
      surface: bowl,
      optimizers: [{ id: 'sgd', hyper: { lr: 10 } }],
      starts: { kind: 'points', points: [[1, 1]] },
      steps: 50,
    });
    const run = await engine.createRun(spec);
    run.advance(50);
    const { status, position } = await run.read(0);
    expect(statusOf(status[0])).toBe(Status.diverged);
    // |1 − 2·3·10| = 59 a step along y: 59² = 3481 > 2000.
    expect(restStepOf(status[0])).toBe(2);
    expect(position[1]).toBe(3481);
  });

  it('names a loss that is not a number, and keeps the last position that was', async () => {
    const spec = plan({ surface: { formula: 'log(x)' }, starts: { kind: 'points', points: [[-1, 0]] } });
    const run = await engine.createRun(spec);
    run.advance(1);
    const { status, position, loss } = await run.read(0);
    expect(statusOf(status[0])).toBe(Status.nonFinite);
    expect([...position]).toEqual([-1, 0]);
    expect(loss[0]).toBeNaN();
    const [summary] = await run.summarize();
    expect(summary.counts).toEqual([0, 0, 0, 1]);
    expect(summary.best).toBe(Number.POSITIVE_INFINITY);
    expect(summary.loss.median).toBeNaN();
  });

  it('loads what it has read', async () => {
    const spec = plan({ surface: bowl, optimizers: adam, steps: 50, starts: { kind: 'ring', count: 9 } });
    const run = await engine.createRun(spec);
    run.advance(20);
    const middle = await run.read(0);
    run.advance(30);
    const end = await run.read(0);
    run.load(0, middle);
    expect(run.step).toBe(20);
    run.advance(30);
    expect(await run.read(0)).toEqual(end);
  });

  it('refuses to load a snapshot of another size', async () => {
    const run = await engine.createRun(plan({ starts: { kind: 'grid', count: 4 } }));
    const { state } = await run.read(0);
    expect(() => run.load(0, { step: 0, position: new Float64Array(2), state })).toThrow(
      /position has 2 values/,
    );
    expect(() => run.load(0, { step: 0, position: new Float64Array(8), state: {} })).toThrow(
      /state\.m has no/,
    );
    expect(() => run.load(3, { step: 0, position: new Float64Array(8), state })).toThrow(/no team 3/);
  });

  it('can be disposed of twice, and not be used after', async () => {
    const run = await engine.createRun(plan({}));
    run.dispose();
    run.dispose();
    expect(() => run.advance(1)).toThrow(expect.objectContaining({ code: 'disposed' }));
    await expect(run.read(0)).rejects.toMatchObject({ code: 'disposed' });
    await expect(run.settle()).rejects.toMatchObject({ code: 'disposed' });
  });

  it('summarizes exactly what it reads', async () => {
    const run = await engine.createRun(plan({ surface: bowl, starts: { kind: 'uniform', count: 1000 } }));
    run.advance(10);
    const { loss } = await run.read(0);
    const [summary] = await run.summarize();
    expect(summary.best).toBe(Math.min(...loss));
    const below = loss.filter((value) => value < summary.loss.p5).length;
    expect(below).toBe(50);
    expect(summary.counts.reduce((sum, n) => sum + n)).toBe(1000);
  });
});

describe('a step with float32 inputs', () => {
  it('differs by a little', async () => {
    const spec = plan({ surface: bowl, optimizers: adam });
    const [exact, rounded] = await Promise.all(
      [false, true].map(async (float32Inputs) => {
        const run = createCpuRun(spec, { float32Inputs });
        run.advance(1);
        return (await run.read(0)).position[0];
      }),
    );
    expect(rounded).not.toBe(exact);
    // Bias corrections belong to the rounded β, so that only the rounded rate is left.
    expect(Math.abs(rounded! - exact!)).toBeLessThan(0.05 * 2 ** -23);
  });
});

describe('exact quantiles', () => {
  it('interpolate between order statistics, leaving out what is not finite', () => {
    const values = Float64Array.from([5, Number.NaN, 1, 3, Number.POSITIVE_INFINITY, 2, 4]);
    expect(exactQuantiles(values)).toEqual({ p5: 1.2, median: 3, p95: 4.8 });
  });
  it('are NaN where there is nothing', () => {
    expect(exactQuantiles(new Float64Array(0)).median).toBeNaN();
  });
});
