import { afterAll, describe, expect, it } from 'vitest';
import { parseRunSpec } from '../../../src/engine/parse-run-spec.ts';
import { sweepOf, windowOf } from '../../../src/engine/plan.ts';
import { planRun } from '../../../src/engine/plan-run.ts';
import { createReplay } from '../../../src/engine/replay.ts';
import { createCpuEngine } from '../../../src/reference/cpu-engine.ts';
import type { WorkerRun } from '../../../src/worker/worker-engine.ts';
import { workerEngineOf } from '../../support/worker-engine.ts';

const engine = workerEngineOf(4);
const reference = createCpuEngine();
afterAll(() => engine.dispose());

const planOf = (more: object = {}) =>
  planRun(
    parseRunSpec({
      surface: { id: 'himmelblau' },
      optimizers: [
        { id: 'adam', hyper: { lr: 0.05 } },
        { id: 'sgd', hyper: { lr: 0.05, lookahead: 5 } },
        { id: 'l-bfgs', hyper: { lr: 0.3 } },
      ],
      schedule: { id: 'reduce-on-plateau', params: { patience: 3 } },
      gradient: { noise: 0.3, clipNorm: 20 },
      stop: { gradientNorm: 0.5 },
      starts: { kind: 'normal', count: 1500, spread: 2 },
      steps: 60,
      ...more,
    }),
  );
/** Would take minutes. */
const endless = { steps: 1_000_000, stop: {}, gradient: {}, schedule: { id: 'constant' } };

const nextFrame = (run: WorkerRun) =>
  new Promise<void>((resolve) => {
    const stop = run.onFrame(() => {
      stop();
      resolve();
    });
  });

describe('a run on workers', () => {
  it.each([
    ['all trajectories', planOf()],
    [
      'several learning rates',
      sweepOf(planOf({ starts: { kind: 'normal', count: 400 } }), [
        [0.01, 0.1],
        [0.01, 0.02],
        [0.1, 0.3],
      ]),
    ],
    ['a window', windowOf(planOf(), 300, 1100)],
    [
      'a typed formula',
      planOf({ surface: { formula: 'b*x^2 + a*cos(y)', params: { a: 2, b: 3 }, domain: [-2, 2, -3, 3] } }),
    ],
  ])('does with %s what one thread does with all of them', async (_, plan) => {
    const [shared, alone] = [await engine.createRun(plan), await reference.createRun(plan)];
    for (const steps of [1, 30, 100]) {
      shared.advance(steps);
      alone.advance(steps);
    }
    expect(shared.step).toBe(60);
    for (const team of plan.teams.keys()) expect(await shared.read(team)).toEqual(await alone.read(team));
    expect(await shared.summarize()).toEqual(await alone.summarize());
    shared.dispose();
  });

  it('says where everything is, rounded to float32, as often as it gets there', async () => {
    const run = await engine.createRun(planOf());
    const alone = await reference.createRun(planOf());
    const expectFrames = async (step: number) => {
      for (const [team, { position, observe, status, ...frame }] of run.frames.entries()) {
        const truth = await alone.read(team);
        expect(frame.step).toBe(step);
        expect(position).toEqual(new Float32Array(truth.position));
        expect(observe.filter((_, i) => i % 2 === 0)).toEqual(new Float32Array(truth.loss));
        expect(observe.filter((_, i) => i % 2 === 1)).toEqual(new Float32Array(truth.gradientNorm));
        expect(status).toEqual(truth.status);
      }
    };
    await expectFrames(0);
    run.advance(20);
    await nextFrame(run);
    alone.advance(20);
    await expectFrames(20);
    // However many steps are asked for meanwhile, the last frame is of the last.
    for (let k = 0; k < 10; k++) run.advance(1);
    await nextFrame(run);
    if (run.frames[0]!.step < 30) await nextFrame(run);
    alone.advance(10);
    await expectFrames(30);
    expect(run.taken).toBe(30);
    run.dispose();
  });

  it('begins anew at once, whatever it was doing', async () => {
    const run = await engine.createRun(planOf(endless));
    const starts = await run.read(0);
    run.advance(1_000_000);
    const [early] = await Promise.all([
      run.settle().then(() => run.step),
      nextTurn().then(() => run.restart()),
    ]);
    expect(early).toBe(0);
    expect(run.taken).toBe(0);
    expect(await run.read(0)).toEqual(starts);
    run.advance(5);
    await run.settle();
    expect([run.step, run.taken]).toEqual([5, 5]);
    run.dispose();
  });

  it('loads what it has read', async () => {
    const run = await engine.createRun(planOf());
    run.advance(20);
    const middle = await run.read(2);
    run.advance(30);
    const end = await run.read(2);
    run.load(2, middle);
    expect(run.step).toBe(20);
    run.advance(30);
    expect(await run.read(2)).toEqual(end);
    expect(() => run.load(2, { ...middle, position: new Float64Array(4) })).toThrow(/position has 4 values/);
    expect(() => run.load(3, middle)).toThrow(/no team 3/);
    run.dispose();
  });

  it('ends at once when disposed of, twice without harm, and lets others go on', async () => {
    const [run, other] = [await engine.createRun(planOf(endless)), await engine.createRun(planOf())];
    run.advance(1_000_000);
    const answer = run.read(0);
    run.dispose();
    run.dispose();
    await expect(answer).rejects.toMatchObject({ code: 'disposed' });
    await expect(run.settle()).rejects.toMatchObject({ code: 'disposed' });
    expect(() => run.advance(1)).toThrow(expect.objectContaining({ code: 'disposed' }));
    other.advance(3);
    expect((await other.read(0)).step).toBe(3);
    other.dispose();
  });

  it('is in turn with others that have much to do', async () => {
    const [long, short] = [await engine.createRun(planOf(endless)), await engine.createRun(planOf())];
    long.advance(1_000_000);
    short.advance(2);
    await short.settle();
    expect(long.taken).toBeLessThan(1_000_000);
    expect(long.taken).toBeGreaterThan(0);
    long.dispose();
    short.dispose();
  });

  it('replays a trajectory as one thread does', async () => {
    const [shared, alone] = await Promise.all(
      [engine, reference].map(async (of) => {
        const replay = await createReplay(of, planOf(), 1, 1234);
        await replay.reach(40);
        replay.dispose();
        return replay.moments;
      }),
    );
    expect(shared).toEqual(alone);
  });
});

describe('trails of a run on workers', () => {
  it('remember the last frames of a sample, and forget when it begins anew', async () => {
    const run = await engine.createRun(planOf());
    const trails = run.trails({ perTeam: 7, length: 3 });
    trails.record();
    trails.record();
    expect([trails.head, trails.filled]).toEqual([0, 1]);
    for (let k = 1; k <= 4; k++) {
      run.advance(1);
      await nextFrame(run);
      trails.record();
    }
    // Moments 0, 1 and 2 have gone round the ring: 3 has their first slot, 4 the second.
    expect([trails.head, trails.filled]).toEqual([1, 3]);
    const { ring, samples, length } = trails.teams[1]!;
    expect([samples, length, ring.length]).toEqual([7, 3, 4 * 7 * 3]);
    const { position, observe } = run.frames[1]!;
    for (const [sample, i] of [0, 214, 428, 642, 857, 1071, 1285].entries()) {
      const at = 4 * (7 + sample);
      expect([...ring.subarray(at, at + 4)]).toEqual([
        position[2 * i],
        position[2 * i + 1],
        observe[2 * i],
        0,
      ]);
    }
    run.restart();
    trails.clear();
    trails.record();
    expect(trails.filled).toBe(0);
    await nextFrame(run);
    trails.record();
    expect([trails.head, trails.filled]).toEqual([0, 1]);
    expect(run.frames[1]!.step).toBe(0);
    run.dispose();
  });
});

const nextTurn = () => new Promise((resolve) => setTimeout(resolve, 20));
