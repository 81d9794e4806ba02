import { describe, expect, it } from 'vitest';
import { adversarialSnapshot } from '../../../src/consistency/adversarial.ts';
import { createStepJudge } from '../../../src/consistency/judge-step.ts';
import { createLedger } from '../../../src/consistency/ledger.ts';
import { packStatus, Status } from '../../../src/core/status.ts';
import type { TeamSnapshot } from '../../../src/engine/engine.ts';
import { parseRunSpec } from '../../../src/engine/parse-run-spec.ts';
import { planRun } from '../../../src/engine/plan-run.ts';
import { createCpuRun } from '../../../src/reference/cpu-run.ts';

const context = { surface: 'himmelblau', optimizer: 'adam', schedule: 'cosine', gradient: 'plain' };
const plan = planRun(
  parseRunSpec({
    surface: { id: 'himmelblau' },
    optimizers: [{ id: 'adam', hyper: { lr: 0.05 } }],
    gradient: { clipNorm: 20, noise: 0.1 },
    starts: { kind: 'uniform', count: 600 },
    stop: { gradientNorm: 8 },
  }),
);

/** The reference judged by itself: what is left is its own rounding. */
async function steps(): Promise<{ before: TeamSnapshot; after: TeamSnapshot }> {
  const run = createCpuRun(plan, { float32Inputs: true });
  run.advance(5);
  const before = await run.read(0);
  run.advance(1);
  return { before, after: await run.read(0) };
}

function judge(before: TeamSnapshot, after: TeamSnapshot): string[] {
  const ledger = createLedger();
  createStepJudge(plan, 0, ledger, context).judge(before, after);
  return ledger.rows().flatMap(({ quantity, verdict }) => (verdict === 'inconsistent' ? [quantity] : []));
}

function judgePlaces(snapshot: TeamSnapshot): string[] {
  const ledger = createLedger();
  createStepJudge(plan, 0, ledger, context).judgePlaces(snapshot);
  return ledger.rows().flatMap(({ quantity, verdict }) => (verdict === 'inconsistent' ? [quantity] : []));
}

describe('the judge of a place', () => {
  it.each<[string, (start: TeamSnapshot, resting: number, running: number) => void]>([
    ['that should rest and does not', (start, resting) => (start.status[resting] = 0)],
    ['that rests at another step', (start, resting) => (start.status[resting] = packStatus(1, 3))],
    ['that rests without reason', (start, _, running) => (start.status[running] = packStatus(1, 0))],
    ['that is called non-finite', (start, _, running) => (start.status[running] = packStatus(3, 0))],
    ['that is called diverged', (start, _, running) => (start.status[running] = packStatus(2, 0))],
    ['that goes on from no loss', (start, _, running) => (start.loss[running] = Number.NaN)],
  ])('sees a trajectory %s', async (_fault, plant) => {
    const start = await createCpuRun(plan, { float32Inputs: true }).read(0);
    const [resting, running] = [1, 0].map((kind) =>
      start.status.findIndex((packed) => (packed & 3) === kind),
    );
    expect(judgePlaces(start)).toEqual([]);
    plant(start, resting!, running!);
    expect(judgePlaces(start)).toContain('status');
  });
});

describe('the judge of a step', () => {
  it('finds the reference consistent with itself, also from adversarial states', async () => {
    const { before, after } = await steps();
    expect(judge(before, after)).toEqual([]);
    const run = createCpuRun(plan, { float32Inputs: true });
    run.load(0, { ...before, ...adversarialSnapshot(plan.surface, before, 7) });
    const traps = await run.read(0);
    expect(new Set(traps.status.map((packed) => packed & 3))).toEqual(
      new Set([Status.running, Status.converged, Status.nonFinite]),
    );
    run.advance(1);
    expect(judge(traps, await run.read(0))).toEqual([]);
    expect(judgePlaces(traps)).toEqual([]);
  });

  it.each<[string, string, (after: TeamSnapshot, k: number) => void]>([
    ['a position that is off by 1e-5', 'position', (after, k) => (after.position[2 * k] += 1e-5)],
    ['a y that is no number', 'position', (after, k) => (after.position[2 * k + 1] = Number.NaN)],
    ['a state that is off by 1e-5 of itself', 'state m', (after, k) => (after.state.m[2 * k] *= 1 + 1e-5)],
    [
      'a trajectory that diverged for no reason',
      'status',
      (after, k) => (after.status[k] = packStatus(2, 6)),
    ],
    ['one that is called non-finite', 'status', (after, k) => (after.status[k] = packStatus(3, 5))],
    ['one that rests without having converged', 'status', (after, k) => (after.status[k] = packStatus(1, 5))],
    ['a loss that is off by 1e-5 of itself', 'observed loss', (after, k) => (after.loss[k] *= 1 + 1e-5)],
    ['a norm that is', 'observed gradient norm', (after, k) => (after.gradientNorm[k] *= 1 + 1e-5)],
  ])('sees %s', async (_fault, quantity, plant) => {
    const { before, after } = await steps();
    const running = before.status.findIndex((_, k) => before.status[k] === 0 && after.status[k] === 0);
    plant(after, running);
    expect(judge(before, after)).toContain(quantity);
  });

  it('sees a trajectory at rest that moves, and one that should have come to rest', async () => {
    const { before, after } = await steps();
    const resting = before.status.findIndex((packed) => packed !== 0);
    expect(before.status[resting] & 3).toBe(Status.converged);
    const moved = { ...after, position: after.position.slice() };
    moved.position[2 * resting] += 1e-3;
    expect(judge(before, moved)).toContain('status');
    const awake = { ...before, status: new Uint32Array(before.status.length) };
    const running = { ...after, status: new Uint32Array(after.status.length) };
    expect(judge(awake, running)).toContain('status');
  });

  it('sees a trajectory that left the numbers and did not keep its last position', async () => {
    const plan32 = planRun(
      parseRunSpec({ surface: { formula: 'x^2' }, optimizers: [{ id: 'sgd', hyper: { lr: 1e30 } }] }),
    );
    const run = createCpuRun(plan32, { float32Inputs: true });
    const before = await run.read(0);
    const bad = (after: TeamSnapshot) => {
      const ledger = createLedger();
      createStepJudge(plan32, 0, ledger, context).judge(from, after);
      return ledger.rows().some(({ verdict }) => verdict === 'inconsistent');
    };
    const position = before.position.map(() => 1e15);
    const from = { ...before, position, status: new Uint32Array(before.status.length) };
    const [loss, gradientNorm] = [before.loss.map(() => Math.fround(1e30)), before.loss.map(() => 2e15)];
    const rest = (step: number) => before.status.map(() => packStatus(Status.nonFinite, step));
    const kept = { ...from, step: 1, loss, gradientNorm, status: rest(1) };
    expect(bad(kept)).toBe(false);
    expect(bad({ ...kept, status: rest(2) })).toBe(true);
    const lost = position.slice();
    lost[0] = Number.NEGATIVE_INFINITY;
    expect(bad({ ...kept, position: lost })).toBe(true);
    expect(bad({ ...kept, position: lost, status: new Uint32Array(before.status.length) })).toBe(true);
  });

  it('expects no step from a place that is none', async () => {
    const { before, after } = await steps();
    before.position[0] = Number.NaN;
    before.status[0] = 0;
    after.status[0] = 0;
    expect(judge(before, after)).toContain('status');
    after.status[0] = packStatus(Status.nonFinite, 6);
    after.position[0] = Number.NaN;
    after.position[1] = before.position[1];
    expect(judge(before, after)).toEqual([]);
  });
});
