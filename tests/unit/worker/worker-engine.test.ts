import { describe, expect, it, vi } from 'vitest';
import { parseRunSpec } from '../../../src/engine/parse-run-spec.ts';
import { type Plan, windowOf } from '../../../src/engine/plan.ts';
import { planRun } from '../../../src/engine/plan-run.ts';
import { packPlan } from '../../../src/engine/portable-plan.ts';
import { createCpuEngine } from '../../../src/reference/cpu-engine.ts';
import type { Link } from '../../../src/worker/link.ts';
import type { Request } from '../../../src/worker/messages.ts';
import { createRemote } from '../../../src/worker/remote.ts';
import { serve } from '../../../src/worker/serve.ts';
import { createWorkerEngine } from '../../../src/worker/worker-engine.ts';
import { linkToServer, workerEngineOf } from '../../support/worker-engine.ts';

const plan = planRun(
  parseRunSpec({ surface: { id: 'rosenbrock' }, starts: { kind: 'grid', count: 600 }, steps: 1_000_000 }),
);
const withOptimizer = (id: string): Plan => ({
  ...plan,
  teams: plan.teams.map((team) => ({ ...team, optimizer: { ...team.optimizer, id } })),
});

describe('the CPU engine on workers', () => {
  it('evaluates a surface as one thread does', async () => {
    const engine = workerEngineOf(2);
    const points = Float64Array.from([0, 0, 1, 1, -1.5, 0.25]);
    expect(await engine.evaluate(plan, points)).toEqual(await createCpuEngine().evaluate(plan, points));
    engine.dispose();
  });

  it.each([1, 3])('draws a landscape with %i of them', async (workers) => {
    const engine = workerEngineOf(workers);
    const { surface } = planRun(
      parseRunSpec({ surface: { formula: 'k*x + 100*y^2', params: { k: 3 }, domain: [-1, 3, 0, 2] } }),
    );
    const landscape = await engine.landscape(surface, 5);
    const expected = [0, 0.5, 1, 1.5, 2].flatMap((y) =>
      [-1, 0, 1, 2, 3].map((x) => [3 * x + 100 * y * y, 3, 200 * y, 0]),
    );
    expect([...landscape.vertices]).toEqual(expected.flat());
    expect([...landscape.loss]).toEqual(expected.map(([loss]) => loss));
    expect([...landscape.gradient]).toEqual(expected.flatMap(([, gx, gy]) => [gx, gy]));
    expect((await engine.landscape(surface, 2, [10, 30, 0, 0])).loss).toEqual(
      Float32Array.of(30, 90, 30, 90),
    );
    await expect(engine.landscape(surface, 1.5)).rejects.toMatchObject({ code: 'bad-input', field: 'size' });
    engine.dispose();
  });

  it('hands on what goes wrong on a worker as it was thrown there', async () => {
    const engine = workerEngineOf(2);
    await expect(engine.createRun(withOptimizer('nobody'))).rejects.toMatchObject({
      name: 'RavineError',
      code: 'internal',
    });
    // A run of more trajectories than memory holds.
    await expect(engine.createRun(windowOf(plan, 0, 2 ** 34))).rejects.toMatchObject({
      code: 'device-limit',
      field: 'starts.count',
    });
    const run = await engine.createRun(plan);
    await expect(run.read(7)).rejects.toMatchObject({ code: 'bad-input' });
    // None of these has harmed the workers.
    run.advance(1);
    expect((await run.read(0)).step).toBe(1);
    engine.dispose();
  });

  it('answers with what kept an order from being carried out', async () => {
    const remote = createRemote(linkToServer());
    remote.tell(7, { kind: 'advance', steps: 5 });
    remote.tell(7, { kind: 'restart' });
    await expect(remote.ask(7, { kind: 'settle' })).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringMatching(/a run that it does not have/),
    });
    expect(await remote.ask(8, { kind: 'settle' })).toBeNull();
    remote.close();
  });

  it('answers what comes after an answer that could not be sent', async () => {
    const answers: unknown[] = [];
    let deliver = (_: unknown) => {};
    serve({
      send(message) {
        const { id, value } = message as { id?: number; value?: unknown };
        if (id === 2 && value !== undefined) throw new Error('no memory');
        if (id !== undefined) answers.push(id);
      },
      listen(onMessage) {
        deliver = onMessage;
      },
      close() {},
    });
    const send = (id: number | null, request: Request) => deliver({ run: 1, id, request });
    send(1, { kind: 'create', plan: packPlan(plan) });
    // Takes more than a slice, so that the questions wait in line.
    send(null, { kind: 'advance', steps: 2000 });
    send(2, { kind: 'settle' });
    send(3, { kind: 'settle' });
    await vi.waitFor(() => expect(answers).toEqual([1, 2, 3]), { timeout: 5000 });
  });

  it('has nothing left to do for a run that was disposed of', async () => {
    const link = linkToServer();
    const steps: number[] = [];
    const next = () => new Promise((resolve) => setTimeout(resolve, 50));
    link.listen(
      (message) => {
        if (typeof message === 'object' && message !== null && 'taken' in message) steps.push(1);
      },
      () => {},
    );
    const send = (request: Request, id: number | null = null) => link.send({ run: 1, id, request }, []);
    send({ kind: 'create', plan: packPlan(plan) }, 1);
    send({ kind: 'advance', steps: 1_000_000 });
    await next();
    expect(steps.length).toBeGreaterThan(0);
    send({ kind: 'dispose' });
    await next();
    steps.length = 0;
    await next();
    expect(steps).toEqual([]);
    link.close();
  });

  it('says so when a worker stops, to all that wait and all that come', async () => {
    let fail = (_: unknown) => {};
    const dying: Link = {
      ...linkToServer(),
      listen(_, onFailure) {
        fail = onFailure;
      },
    };
    const engine = createWorkerEngine([dying]);
    const pending = engine.createRun(plan);
    fail(new Error('out of memory'));
    const stopped = { code: 'internal', advice: expect.stringMatching(/stopped \(out of memory\)\. Reload/) };
    await expect(pending).rejects.toMatchObject(stopped);
    await expect(engine.evaluate(plan, Float64Array.of(1, 1))).rejects.toMatchObject(stopped);
    engine.dispose();
  });

  it('can be disposed of twice, and not be used after', async () => {
    const engine = workerEngineOf(2);
    const run = await engine.createRun(plan);
    run.advance(10);
    const answer = run.summarize();
    engine.dispose();
    engine.dispose();
    await expect(answer).rejects.toMatchObject({ code: 'disposed' });
    await expect(engine.createRun(plan)).rejects.toMatchObject({ code: 'disposed' });
    expect(() => run.advance(1)).toThrow(expect.objectContaining({ code: 'disposed' }));
  });
});
