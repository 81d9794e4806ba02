import { expect, test } from 'vitest';
import { restStepOf, Status, statusOf } from '../../src/core/status.ts';
import { parseRunSpec } from '../../src/engine/parse-run-spec.ts';
import { planRun } from '../../src/engine/plan-run.ts';
import { createReplay } from '../../src/engine/replay.ts';
import { createGpuEngine } from '../../src/gpu/gpu-engine.ts';
import { sharedGpu } from '../support/gpu.ts';

const spec = {
  surface: { id: 'himmelblau' },
  optimizers: [
    { id: 'sgd', hyper: { lr: 0.004 } },
    { id: 'adam', hyper: { lr: 0.2, lookahead: 3 } },
  ],
  gradient: { noise: 3 },
  schedule: { id: 'cosine', params: {} },
  starts: { kind: 'uniform', count: 300 },
  steps: 150,
};

test('a replayed trajectory does, bit for bit, what it does among all', async () => {
  const engine = createGpuEngine(await sharedGpu());
  const plan = planRun(parseRunSpec(spec));
  const replay = await createReplay(engine, plan, 1, 217);
  const reached: number[] = [];
  await replay.reach(40, { onProgress: (step) => reached.push(step) });
  await replay.reach(150, { onProgress: (step) => reached.push(step) });
  expect(replay.moments.map(({ step }) => step)).toEqual(Array.from({ length: 151 }, (_, step) => step));
  expect(reached).toEqual([40, 104, 150]);

  const run = await engine.createRun(plan);
  for (const step of [0, 1, 2, 40, 41, 150]) {
    run.advance(step - run.step);
    const all = await run.read(1);
    const one = replay.moments[step]!;
    const pick = (values: ArrayLike<number>, width: number) =>
      Array.from({ length: width }, (_, i) => values[width * 217 + i]);
    expect([...one.position]).toEqual(pick(all.position, 2));
    expect([...one.loss, ...one.gradientNorm]).toEqual([...pick(all.loss, 1), ...pick(all.gradientNorm, 1)]);
    expect([...one.status]).toEqual(pick(all.status, 1));
    for (const [name, values] of Object.entries(one.state)) {
      expect([...values]).toEqual(pick(all.state[name]!, 2));
    }
  }
  run.dispose();
  replay.dispose();
  engine.dispose();
});

test('a history ends where the trajectory came to rest', async () => {
  const engine = createGpuEngine(await sharedGpu());
  const replayOf = async (lr: number) => {
    const plan = planRun(
      parseRunSpec({
        surface: { id: 'bowl' },
        optimizers: [{ id: 'sgd', hyper: { lr } }],
        starts: { kind: 'points', points: [[1, 1]] },
        stop: { gradientNorm: 1e-3 },
        steps: 1000,
      }),
    );
    const replay = await createReplay(engine, plan, 0, 0);
    await replay.reach(1000);
    replay.dispose();
    const last = replay.moments.at(-1)!;
    return { last, before: replay.moments.at(-2)!, length: replay.moments.length };
  };
  const converged = await replayOf(0.1);
  expect(statusOf(converged.last.status[0]!)).toBe(Status.converged);
  expect(converged.last.step).toBe(restStepOf(converged.last.status[0]!));
  expect(converged.last.gradientNorm[0]).toBeLessThanOrEqual(1e-3);
  expect(converged.before.gradientNorm[0]).toBeGreaterThan(1e-3);
  expect(converged.length).toBe(converged.last.step + 1);

  const diverged = await replayOf(3);
  expect(statusOf(diverged.last.status[0]!)).toBe(Status.diverged);
  expect(statusOf(diverged.before.status[0]!)).toBe(Status.running);
  engine.dispose();
});

test('an aborted replay keeps what it has, and goes on from there', async () => {
  const engine = createGpuEngine(await sharedGpu());
  const replay = await createReplay(engine, planRun(parseRunSpec({ ...spec, steps: 500 })), 0, 3);
  const abort = new AbortController();
  await replay.reach(500, { signal: abort.signal, onProgress: () => abort.abort() });
  expect(replay.moments).toHaveLength(65);
  await replay.reach(500);
  expect(replay.moments).toHaveLength(501);
  replay.dispose();
  engine.dispose();
});

test('of a long history the newest part is kept', async () => {
  const engine = createGpuEngine(await sharedGpu());
  const plan = planRun(parseRunSpec({ ...spec, steps: 5000 }));
  const replay = await createReplay(engine, plan, 0, 3);
  await replay.reach(4990);
  expect(replay.moments).toHaveLength(4096);
  expect(replay.moments.at(-1)!.step).toBe(4990);
  await replay.reach(5000);
  expect(replay.moments).toHaveLength(4096);
  expect(replay.moments.map(({ step }) => step - replay.moments[0]!.step)).toEqual([...Array(4096).keys()]);
  expect(replay.moments.at(-1)!.step).toBe(5000);
  replay.dispose();
  engine.dispose();
});

test('of a trajectory that came to rest long ago the steps that led there are kept', async () => {
  const engine = createGpuEngine(await sharedGpu());
  const ending = async (lr: number) => {
    const plan = planRun(
      parseRunSpec({
        surface: { id: 'bowl' },
        optimizers: [{ id: 'adam', hyper: { lr } }],
        starts: { kind: 'points', points: [[1, 1]] },
        stop: { gradientNorm: 1e-3 },
        steps: 20_000,
      }),
    );
    const replay = await createReplay(engine, plan, 0, 0);
    await replay.reach(20_000);
    replay.dispose();
    return replay.moments;
  };
  const early = await ending(0.01);
  const rest = restStepOf(early.at(-1)!.status[0]!);
  expect(rest).toBeGreaterThan(100);
  expect(rest).toBeLessThan(4000);
  expect(early.map(({ step }) => step)).toEqual(Array.from({ length: rest + 1 }, (_, step) => step));

  const late = await ending(1e-4);
  const lateRest = restStepOf(late.at(-1)!.status[0]!);
  expect(lateRest).toBeGreaterThan(5000);
  expect(late.at(-1)!.step).toBe(lateRest);
  expect(late.length).toBeGreaterThan(4000);
  engine.dispose();
});
