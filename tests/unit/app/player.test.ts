import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Experiment } from '../../../src/app/experiment.ts';
import { createPlayer } from '../../../src/app/player.ts';
import type { TeamSummary } from '../../../src/engine/engine.ts';
import { parseRunSpec } from '../../../src/engine/parse-run-spec.ts';
import { planRun } from '../../../src/engine/plan-run.ts';
import { createSession } from '../../../src/state/session.ts';

const FRAME_MS = 1000 / 60;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A player of a run whose device answers only when it is told to. */
function play(
  onError = (error: unknown): void => {
    throw error;
  },
) {
  const planOf = (count: number) =>
    planRun(parseRunSpec({ surface: { id: 'bowl' }, starts: { kind: 'grid', count }, steps: 1e6 }));
  const settling: (() => void)[] = [];
  const summaries: { step: number; answer(): void }[] = [];
  const run = {
    plan: planOf(9),
    step: 0,
    settle: () => new Promise<void>((resolve) => settling.push(resolve)),
    summarize() {
      const { step } = this;
      return new Promise<TeamSummary[]>((resolve) => {
        summaries.push({
          step,
          answer: () => resolve([{ step, counts: [9, 0, 0, 0] } as unknown as TeamSummary]),
        });
      });
    },
  };
  const shown: number[] = [];
  const session = createSession();
  const player = createPlayer({
    experiment: {
      run,
      advance(steps: number) {
        run.step += steps;
      },
      restart() {
        run.step = 0;
        player.begin();
      },
    } as unknown as Experiment,
    session,
    // More than any frame takes, so that the device is the limit.
    speed: () => 1e9,
    onSummaries: ([summary]) => shown.push(summary!.step),
    onError,
  });
  let now = 0;
  /** @returns steps taken in a frame */
  const frame = () => {
    const before = run.step;
    now += FRAME_MS;
    void player.tick(now);
    return run.step - before;
  };
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
  return { player, run, session, planOf, settling, summaries, shown, frame, pass };
}

describe('player', () => {
  it('shows the starts first, also where it begins anew while the steps before are being summarized', async () => {
    const { player, summaries, shown, frame, pass } = play();
    player.begin();
    frame();
    summaries[0]!.answer();
    await pass(1000);
    expect(summaries.map(({ step }) => step)).toEqual([0, 1]);
    player.restart();
    expect(frame()).toBe(0);
    summaries[1]!.answer();
    await pass(0);
    expect(frame()).toBeGreaterThan(0);
    summaries[2]!.answer();
    await pass(0);
    expect(shown).toEqual([0, 0]);
  });

  it('does not rest before it shows the starts', async () => {
    const { player, summaries, frame, pass } = play();
    player.begin();
    frame();
    await pass(10_000);
    summaries[0]!.answer();
    await pass(0);
    // It has taken ten seconds, and rests as long.
    player.restart();
    await pass(0);
    expect(summaries.map(({ step }) => step)).toEqual([0, 0]);
  });

  it('does not hold the answer of a small swarm against a large one', async () => {
    const { player, run, planOf, settling, summaries, frame, pass } = play();
    player.begin();
    frame();
    run.plan = planOf(90_000);
    run.step = 0;
    player.begin();
    settling[0]!();
    summaries[0]!.answer();
    await pass(0);
    const taken: number[] = [];
    for (let k = 1; k <= 4; k++) {
      taken.push(frame());
      await pass(400);
      settling[k]!();
      await pass(0);
    }
    expect(taken).toEqual([1, 2, 4, 8]);
  });

  it.each(['advance', 'summarize'] as const)(
    'stops, and says so no more, where it cannot %s',
    async (what) => {
      const errors: unknown[] = [];
      const { player, run, session, frame, pass } = play((error) => void errors.push(error));
      if (what === 'advance') Object.defineProperty(run, 'step', { get: () => 0 });
      else run.summarize = () => Promise.reject(new Error('no worker'));
      player.begin();
      frame();
      await pass(1000);
      const told = errors.length;
      expect(told).toBeGreaterThan(0);
      for (let k = 0; k < 10; k++) frame();
      await pass(1000);
      expect(session.run.get().playing).toBe(false);
      expect(errors).toHaveLength(told);
    },
  );
});
