import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseRunSpec } from '../../src/engine/parse-run-spec.ts';
import { planRun } from '../../src/engine/plan-run.ts';
import type { GpuDevice } from '../../src/gpu/device.ts';
import { createGpuEngine, type GpuEngine } from '../../src/gpu/gpu-engine.ts';
import type { GpuRun } from '../../src/gpu/gpu-run.ts';
import { type Asked, countingGpu } from '../support/counting-gpu.ts';
import { sharedGpu } from '../support/gpu.ts';

const base = {
  surface: { id: 'rosenbrock', params: { b: 100 } },
  optimizers: [{ id: 'adam', hyper: { lr: 0.02 } }, { id: 'momentum' }],
  schedule: { id: 'exponential', params: { gamma: 0.99 } },
  gradient: { clipNorm: 1, noise: 0.1 },
  starts: { kind: 'grid', count: 500 },
  steps: 100,
  stop: { gradientNorm: 1e-3 },
};
const planOf = (changed: object = {}) => planRun(parseRunSpec({ ...base, ...changed }));
const grid = (count: number) => ({ starts: { kind: 'grid', count } });

let gpu: GpuDevice;
let asked: Asked;
let engine: GpuEngine;
beforeEach(async () => {
  ({ gpu, asked } = countingGpu(await sharedGpu()));
  engine = createGpuEngine(gpu);
});
afterEach(() => {
  engine.dispose();
  expect(asked.live, 'buffers that nobody destroyed').toBe(0);
});

/** Everything that a run says after some steps. */
async function outcomeOf(run: GpuRun) {
  run.advance(7);
  const teams = [];
  for (const team of run.teams.keys()) teams.push(await run.read(team));
  return { step: run.step, teams, summaries: await run.summarize() };
}

/** What a run of its own gives. */
async function freshOutcome(changed: object) {
  const run = await engine.createRun(planOf(changed));
  const outcome = await outcomeOf(run);
  run.dispose();
  return outcome;
}

const numbers: [what: string, changed: object][] = [
  ['a hyperparameter', { optimizers: [{ id: 'adam', hyper: { lr: 0.02, beta1: 0.8 } }, { id: 'momentum' }] }],
  ['the learning rate', { optimizers: [{ id: 'adam', hyper: { lr: 0.1 } }, { id: 'momentum' }] }],
  ['a parameter of the surface', { surface: { id: 'rosenbrock', params: { b: 10 } } }],
  ['a parameter of the schedule', { schedule: { id: 'exponential', params: { gamma: 0.9 } } }],
  ['another schedule', { schedule: { id: 'cosine' } }],
  ['clipping and noise', { gradient: { clipNorm: 0.5, noise: 0.3 } }],
  ['the threshold', { stop: { gradientNorm: 0.1 } }],
  ['the seed', { seed: 7 }],
  ['the number of steps', { steps: 5 }],
  ['other starts', { starts: { kind: 'normal', count: 500 } }],
  ['fewer trajectories', grid(300)],
  ['one team less', { optimizers: [{ id: 'momentum' }] }],
  ['an optimizer with no more state', { optimizers: [{ id: 'sgd' }, { id: 'momentum' }] }],
];

describe('a run that becomes another', () => {
  test.each(numbers)('by %s is as one made for it, and takes no memory', async (_, changed) => {
    const run = await engine.createRun(planOf());
    await outcomeOf(run);
    const expected = await freshOutcome(changed); // compiles what the change may ask for
    const before = { ...asked };
    const bytes = run.liveBytes;
    await run.change(planOf(changed));
    expect(run.plan.spec).toEqual(planOf(changed).spec);
    expect(run.step).toBe(0);
    expect({ ...asked, live: 0 }).toEqual({ ...before, live: 0 });
    expect(run.liveBytes).toBeLessThanOrEqual(bytes);
    expect(await outcomeOf(run)).toEqual(expected);
  });

  test('compiles once for a rule that is switched on, and not for its number', async () => {
    const run = await engine.createRun(planOf({ gradient: { noise: 0 } }));
    const before = asked.pipelines;
    await run.change(planOf({ gradient: { noise: 0.1 } }));
    expect(asked.pipelines).toBe(before + 2);
    await run.change(planOf({ gradient: { noise: 0 } }));
    await run.change(planOf({ gradient: { noise: 0.2 } }));
    expect(asked.pipelines).toBe(before + 2);
  });

  test('by a larger swarm or more teams is as one made for it', async () => {
    const run = await engine.createRun(planOf());
    const more = { optimizers: [{ id: 'adam' }, { id: 'bfgs' }, { id: 'sgd' }] };
    for (const changed of [grid(501), more, { ...more, ...grid(900) }, grid(20)]) {
      await run.change(planOf(changed));
      const outcome = await outcomeOf(run);
      expect(outcome).toEqual(await freshOutcome(changed));
    }
  });

  test('under a slider of the count takes memory only now and then, and gives back what is far too much', async () => {
    const run = await engine.createRun(planOf(grid(1000)));
    let allocations = 0;
    const drag = async (count: number) => {
      const before = asked.buffers;
      await run.change(planOf(grid(count)));
      if (asked.buffers > before) allocations++;
    };
    for (let count = 1000; count < 400_000; count = Math.ceil(1.05 * count)) await drag(count);
    // Half as many more each time: log₁.₅ 400.
    expect(allocations).toBeLessThanOrEqual(15);
    allocations = 0;
    const large = run.liveBytes;
    for (let count = 400_000; count > 150_000; count = Math.floor(count / 1.05)) await drag(count);
    expect(allocations).toBe(0);
    await drag(1000);
    expect(run.liveBytes).toBeLessThan(large / 20);
  });

  test('gives back what a longer state was kept in', async () => {
    const run = await engine.createRun(planOf({ ...grid(100_000), optimizers: [{ id: 'l-bfgs' }] }));
    const large = run.liveBytes;
    await run.change(planOf({ ...grid(100_000), optimizers: [{ id: 'sgd' }] }));
    expect(run.liveBytes).toBeLessThan(large / 4);
  });

  test('a hundred restarts and a hundred changes leave nothing behind', async () => {
    const run = await engine.createRun(planOf());
    const trails = run.trails({ perTeam: 16, length: 8 });
    const once = async (changed: object) => {
      await run.change(planOf(changed));
      trails.renew();
      trails.record();
      run.advance(3);
    };
    // Until everything is compiled, and as much lies ready for readings as is ever needed at a time.
    for (let k = 0; k < 5; k++) run.advance(1);
    for (const [, changed] of numbers) await once(changed);
    await once({});
    const before = { ...asked };
    const bytes = engine.liveBytes;
    for (let k = 0; k < 100; k++) {
      run.restart();
      run.advance(3);
    }
    for (let k = 0; k < 100; k++) await once(numbers[k % numbers.length]![1]);
    await once({});
    expect(engine.liveBytes).toBe(bytes);
    expect(asked.live).toBe(before.live);
    expect((await run.read(0)).position.every(Number.isFinite)).toBe(true);
  });

  test('that cannot be leaves it as it was', async () => {
    const small = countingGpu(await sharedGpu(), { maxStorageBufferBindingSize: 2 ** 20 });
    const cramped = createGpuEngine(small.gpu);
    const run = await cramped.createRun(planOf());
    run.advance(3);
    const snapshot = await run.read(0);
    const before = { live: small.asked.live, bytes: run.liveBytes, plan: run.plan };
    await expect(run.change(planOf(grid(70_000)))).rejects.toMatchObject({ code: 'device-limit' });
    const formula = 'sum(i, 1, 200, sin(i*x)*cos(i*y)/i)';
    await expect(run.change(planOf({ surface: { formula } }))).rejects.toMatchObject({
      code: 'device-limit',
    });
    expect(run.plan).toBe(before.plan);
    expect({ live: small.asked.live, bytes: run.liveBytes }).toEqual({
      live: before.live,
      bytes: before.bytes,
    });
    expect(await run.read(0)).toEqual(snapshot);
    run.advance(1);
    expect(run.step).toBe(4);
    cramped.dispose();
  });

  test('goes on meanwhile, and is not changed twice at a time', async () => {
    const run = await engine.createRun(planOf());
    const changing = run.change(planOf({ seed: 3 }));
    const second = run.change(planOf({ seed: 4 }));
    run.advance(2);
    expect([run.step, run.plan.spec.seed]).toEqual([2, 1]);
    await expect(second).rejects.toMatchObject({ code: 'internal' });
    await changing;
    expect([run.step, run.plan.spec.seed]).toEqual([0, 3]);
  });
});

test('steps are timed by the device, for as long as the plan is the same', async () => {
  const run = await engine.createRun(planOf({ ...grid(20_000), steps: 2000 }));
  expect(run.stepsWithin(100)).toBeNull();
  run.advance(200);
  await run.settle();
  const began = performance.now();
  run.advance(200);
  await run.settle();
  const elapsed = performance.now() - began;
  await expect.poll(() => run.stepsWithin(elapsed)).not.toBeNull();
  // All of the time that passed was not the device's, nor was very little of it.
  expect(run.stepsWithin(elapsed)).toBeGreaterThan(200 / 4);
  expect(run.stepsWithin(elapsed)).toBeLessThan(200 * 100);
  await run.change(planOf({ ...grid(20_000), steps: 100, seed: 3 }));
  expect(run.stepsWithin(100), 'another plan takes another time').toBeNull();
});
