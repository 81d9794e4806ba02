import { expect, it } from 'vitest';
import { compete } from '../../../src/bench/compete.ts';
import type { Contender } from '../../../src/bench/contender.ts';

/** Takes its time per step, and keeps a log of what is asked of it. */
function contender(engine: string, secondsPerStep: number, stepsPerDispatch: number | null, log: string[]) {
  let steps = 0;
  return {
    engine,
    task: { optimizer: 'adam', surface: 'rosenbrock', trajectories: 1000 },
    stepsPerDispatch,
    async restart() {
      steps = 0;
    },
    async advance(count) {
      const until = performance.now() + 1000 * secondsPerStep * count;
      while (performance.now() < until);
      steps += count;
      log.push(`${engine} ${count}`);
    },
    running: async () => steps,
    dispose() {},
  } satisfies Contender;
}

it('contenders take turns from the starts, in whole dispatches of the length that was asked for', async () => {
  const log: string[] = [];
  const entries = [contender('slow', 2e-4, 16, log), contender('fast', 5e-5, null, log)];
  const outcomes = await compete(entries, { repetitions: 3, sampleSeconds: 0.02 }, () => {});
  const turns = log.slice(-6);
  expect(turns.map((turn) => turn.split(' ')[0])).toEqual(['slow', 'fast', 'slow', 'fast', 'slow', 'fast']);
  for (const [k, { samples, running }] of outcomes.entries()) {
    const steps = Number(turns[k].split(' ')[1]);
    expect(steps % (entries[k].stepsPerDispatch ?? 1)).toBe(0);
    // A turn begins at the starts: what was done before is not in it.
    expect(running).toBe(steps);
    expect(samples).toHaveLength(3);
    // Never more than the contender can do.
    const most = 1000 / [2e-4, 5e-5][k];
    for (const sample of samples!) expect(sample).toBeLessThanOrEqual(most * 1.01);
  }
});

it('what would hold the machine for long is left out, and says so', async () => {
  const log: string[] = [];
  const [outcome] = await compete(
    [contender('slow', 1e-2, 1024, log)],
    { repetitions: 1, sampleSeconds: 0.01 },
    () => {},
  );
  expect(outcome.samples).toBeNull();
  expect(outcome.refused).toMatch(/1024 steps would take some \d+ s/);
});

it.each(['warming up', 'turn 2 of 2'])('one that fails is out and says why: %s', async (when) => {
  let now = '';
  const one = contender('failing', 1e-5, null, []);
  const failing: Contender = {
    ...one,
    advance: (steps) => (now.startsWith(when) ? Promise.reject(new Error('no memory')) : one.advance(steps)),
  };
  const outcomes = await compete(
    [failing, contender('sound', 1e-5, null, [])],
    { repetitions: 2, sampleSeconds: 0.005 },
    (_, text) => {
      now = text;
    },
  );
  expect(outcomes[0]).toMatchObject({ samples: null, refused: 'no memory' });
  expect(outcomes[1].samples).toHaveLength(2);
});
