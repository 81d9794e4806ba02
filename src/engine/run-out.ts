import { RavineError } from '../core/errors.ts';
import type { Engine, Run, TeamSnapshot } from './engine.ts';
import { type Plan, rateCount, sweepOf, windowOf } from './plan.ts';

/** How somebody follows a long piece of work, and ends it. */
export interface Watch {
  /** Once aborted, the work soon ends by throwing the signal's reason. */
  signal?: AbortSignal;
  /** @param fraction in [0, 1] */
  onProgress?(fraction: number): void;
}

/**
 * Takes all trajectories of a plan to their end: in one run if the engine is quick with so many and has room for them,
 * else in several after each other. That changes no number, since no trajectory depends on another.
 *
 * @param harvest given each team's trajectories at their end, from trajectory `first` of the plan on
 * @returns number of runs that it took
 * @throws the error of an engine that has no room even for a little
 */
export async function runOut(
  engine: Engine,
  plan: Plan,
  harvest: (team: number, end: TeamSnapshot, first: number) => void,
  { signal, onProgress }: Watch = {},
): Promise<number> {
  const waiting: Part[] = [{ plan, teams: [...plan.teams.keys()], first: 0 }];
  const total = sizeOf(plan);
  // All parts are about as large, so that each goes on at the pace of the one before.
  const pace: Pace = { steps: 1, best: 0 };
  let done = 0;
  let runs = 0;
  while (waiting.length > 0) {
    signal?.throwIfAborted();
    const part = waiting.shift()!;
    const size = sizeOf(part.plan);
    const run = await createUnlessLarge(engine, part.plan);
    if (run === null) {
      waiting.unshift(...halvesOf(part));
      continue;
    }
    try {
      await stepToEnd(run, engine.kind, pace, signal, (share) => onProgress?.((done + share * size) / total));
      for (const [index, team] of part.teams.entries()) harvest(team, await run.read(index), part.first);
    } finally {
      run.dispose();
    }
    runs++;
    done += size;
    onProgress?.(done / total);
  }
  return runs;
}

/** Some of the teams for some of the trajectories. */
interface Part {
  plan: Plan;
  /** Which teams of the whole these are. */
  teams: readonly number[];
  /** Which trajectory of the whole the first is. */
  first: number;
}

/** A device that has no room for so few has none for any. */
const FEWEST = 1024;

const sizeOf = ({ teams, count }: Plan): number => teams.length * count;

/** Null where it should be tried in halves. */
async function createUnlessLarge(engine: Engine, plan: Plan): Promise<Run | null> {
  const size = sizeOf(plan);
  if (size > Math.max(FEWEST, engine.batch)) return null;
  try {
    return await engine.createRun(plan);
  } catch (error) {
    const isFull = error instanceof RavineError && error.code === 'device-limit';
    if (isFull && size > FEWEST) return null;
    throw error;
  }
}

/** First by teams, then by learning rates, then by starts. */
function halvesOf({ plan, teams, first }: Part): Part[] {
  const rates = rateCount(plan);
  if (teams.length > 1) {
    const middle = Math.ceil(teams.length / 2);
    return [
      { plan: { ...plan, teams: plan.teams.slice(0, middle) }, teams: teams.slice(0, middle), first },
      { plan: { ...plan, teams: plan.teams.slice(middle) }, teams: teams.slice(middle), first },
    ];
  }
  if (rates > 1) {
    const middle = Math.ceil(rates / 2);
    const own = plan.teams[0].rates!;
    return [
      { plan: sweepOf(plan, [own.slice(0, middle)]), teams, first },
      { plan: sweepOf(plan, [own.slice(middle)]), teams, first: first + middle * plan.starts },
    ];
  }
  const middle = Math.ceil(plan.count / 2);
  return [
    { plan: windowOf(plan, plan.first, middle), teams, first },
    { plan: windowOf(plan, plan.first + middle, plan.count - middle), teams, first: first + middle },
  ];
}

/** How many steps are taken at a time, and how fast that was at best, steps per millisecond. */
interface Pace {
  steps: number;
  best: number;
}

/** Pieces grow while they take less than this, milliseconds: what else uses the device, such as the picture, waits as long. */
const SHORT_MS = 20;
/**
 * They also grow while that makes the work so much faster: then most of the time goes to something else, such as the
 * picture, and a fair share of it is asked for.
 */
const PAYS = 1.5;
/** Looking whether anything still runs takes no more than one part in this of the time. */
const STEPPING_PER_LOOK = 10;

/** Ends early where every trajectory rests. */
async function stepToEnd(
  run: Run,
  kind: Engine['kind'],
  pace: Pace,
  signal: AbortSignal | undefined,
  onStep: (share: number) => void,
): Promise<void> {
  const { steps } = run.plan.spec;
  let untilLook = 0;
  while (run.step < steps) {
    signal?.throwIfAborted();
    const before = run.step;
    const begin = performance.now();
    run.advance(pace.steps);
    await run.settle();
    const took = performance.now() - begin;
    onStep(run.step / steps);
    // The last piece may be a short one, of which there is nothing to learn.
    if (run.step - before === pace.steps) grow(pace, took);
    untilLook -= took;
    if (untilLook <= 0 && run.step < steps) {
      const look = performance.now();
      if (await isAtRest(run)) return;
      untilLook = STEPPING_PER_LOOK * (performance.now() - look);
    }
    // The CPU engine never waits for anything, and somebody may want to press a button.
    if (kind === 'cpu') await new Promise((resolve) => setTimeout(resolve));
  }
}

function grow(pace: Pace, took: number): void {
  const speed = pace.steps / took;
  if (took < SHORT_MS || speed > PAYS * pace.best) pace.steps *= 2;
  pace.best = Math.max(pace.best, speed);
}

const isAtRest = async (run: Run): Promise<boolean> =>
  (await run.summarize()).every(({ counts }) => counts[0] === 0);
