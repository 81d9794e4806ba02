import { messageOf } from '../core/errors.ts';
import type { Contender } from './contender.ts';
import type { BenchOptions } from './options.ts';

/** What became of a contender: trajectory-steps per second in each turn, or why it had none. */
export type Outcome = { contender: Contender; running: number | null } & (
  | { samples: readonly number[]; refused: null }
  | { samples: null; refused: string }
);

/** Nothing is measured that would hold the machine for longer than this at a time. */
const LONGEST_DISPATCH_SECONDS = 8;
/** Steps by whose time, beside that of a single one, the time of a dispatch is foreseen. */
const PROBE_STEPS = 9;
/** A turn of this share of a sample has shown compilers the loops, and tells how long the samples should be. */
const WARM_UP_SHARE = 0.5;
const MOST_WARM_UPS = 4;

/**
 * Contenders take turns, so that whatever else the machine does hits all alike. Every turn begins at the starts. One that
 * fails is out, and the others go on.
 */
export async function compete(
  contenders: readonly Contender[],
  { repetitions, sampleSeconds }: Pick<BenchOptions, 'repetitions' | 'sampleSeconds'>,
  onProgress: (fraction: number, text: string) => void,
): Promise<Outcome[]> {
  const turns = contenders.length * (repetitions + 1);
  let done = 0;
  const tell = (what: string) => onProgress(done++ / turns, what);

  const entries: { contender: Contender; steps: number; samples: number[] }[] = [];
  const refused = new Map<Contender, string>();
  for (const contender of contenders) {
    tell(`warming up ${nameOf(contender)}`);
    await breathe();
    const steps = await stepsOfTurn(contender, sampleSeconds).catch(messageOf);
    if (typeof steps === 'string') refused.set(contender, steps);
    else entries.push({ contender, steps, samples: [] });
  }
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const { contender, steps, samples } of entries) {
      if (refused.has(contender)) continue;
      tell(`turn ${repetition + 1} of ${repetitions}, ${nameOf(contender)}`);
      await breathe();
      try {
        await contender.restart();
        const seconds = await secondsFor(contender, steps);
        samples.push((contender.task.trajectories * steps) / seconds);
      } catch (error) {
        refused.set(contender, messageOf(error));
      }
    }
  }
  return Promise.all(
    contenders.map(async (contender): Promise<Outcome> => {
      const reason = refused.get(contender);
      if (reason !== undefined) return { contender, running: null, samples: null, refused: reason };
      const { samples } = entries.find((entry) => entry.contender === contender)!;
      return { contender, running: await contender.running(), samples, refused: null };
    }),
  );
}

/** Steps that fill a turn, in whole dispatches; or why it would take too long. */
async function stepsOfTurn(contender: Contender, sampleSeconds: number): Promise<number | string> {
  const perDispatch = contender.stepsPerDispatch ?? 1;
  await contender.restart();
  await secondsFor(contender, 1);
  const one = await secondsFor(contender, 1);
  const several = await secondsFor(contender, PROBE_STEPS);
  const each = Math.max(0, several - one) / (PROBE_STEPS - 1);
  const foreseen = one + (perDispatch - 1) * each;
  if (foreseen > LONGEST_DISPATCH_SECONDS) {
    return `${perDispatch === 1 ? 'a step' : `a dispatch of ${perDispatch} steps`} would take some ${foreseen.toFixed(0)} s`;
  }
  // The probes are short and cold; the turns that warm up tell better.
  let steps = perDispatch;
  let seconds = await secondsFor(contender, steps);
  for (let more = 0; more < MOST_WARM_UPS && seconds < WARM_UP_SHARE * sampleSeconds; more++) {
    steps = turnOf((sampleSeconds * steps) / seconds, perDispatch);
    await contender.restart();
    seconds = await secondsFor(contender, steps);
  }
  return turnOf((sampleSeconds * steps) / seconds, perDispatch);
}

/** A run has a million steps, of which the probes and the warm-up take none away: every turn begins anew. */
const MOST_STEPS = 500_000;

const turnOf = (steps: number, perDispatch: number): number =>
  Math.max(1, Math.round(Math.min(steps, MOST_STEPS) / perDispatch)) * perDispatch;

const nameOf = ({ engine, stepsPerDispatch, task }: Contender): string =>
  [
    `${task.optimizer} on ${task.surface}`,
    `${task.trajectories.toLocaleString('en')} trajectories`,
    stepsPerDispatch === null ? engine : `${engine} ${stepsPerDispatch}`,
  ].join(', ');

async function secondsFor(contender: Contender, steps: number): Promise<number> {
  const from = performance.now();
  await contender.advance(steps);
  return (performance.now() - from) / 1000;
}

/** Lets a page paint how far it is. */
const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
