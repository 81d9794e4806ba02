import { RavineError } from '../core/errors.ts';
import type { Engine, Run, TeamSnapshot } from './engine.ts';
import { type Plan, windowOf } from './plan.ts';

/** How somebody follows a long piece of work, and ends it. */
export interface Watch {
  /** Once aborted, the work soon ends by throwing the signal's reason. */
  signal?: AbortSignal;
  /** @param fraction in [0, 1] */
  onProgress?(fraction: number): void;
}

/**
 * Takes all trajectories of a plan to their end, in one run where the device has room, else in as few as it takes: by
 * halves of the teams, then of the trajectories. That changes no number, since no trajectory depends on another.
 *
 * @param harvest given each team's trajectories at their end, from trajectory `first` on
 * @returns number of runs that it took
 * @throws the error of an engine that has no room even for a little
 */
export async function runOut(
  engine: Engine,
  plan: Plan,
  harvest: (team: number, end: TeamSnapshot, first: number) => void,
  { signal, onProgress }: Watch = {},
): Promise<number> {
  const waiting: Part[] = [{ plan, teams: [...plan.teams.keys()] }];
  const total = sizeOf(plan);
  let done = 0;
  let runs = 0;
  while (waiting.length > 0) {
    signal?.throwIfAborted();
    const part = waiting.shift()!;
    const size = sizeOf(part.plan);
    const run = await createOrSplit(engine, part);
    if (Array.isArray(run)) {
      waiting.unshift(...run);
      continue;
    }
    try {
      await stepToEnd(run, engine.kind, signal, (share) => onProgress?.((done + share * size) / total));
      for (const [index, team] of part.teams.entries()) harvest(team, await run.read(index), part.plan.first);
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
}

/** A device that has no room for so few has none for any. */
const FEWEST = 1024;

const sizeOf = ({ teams, count }: Plan): number => Math.max(1, teams.length * count);

/** A run, or two halves to try instead. */
async function createOrSplit(engine: Engine, part: Part): Promise<Run | Part[]> {
  try {
    return await engine.createRun(part.plan);
  } catch (error) {
    const isFull = error instanceof RavineError && error.code === 'device-limit';
    if (!isFull || (part.teams.length === 1 && part.plan.count <= FEWEST)) throw error;
    return halvesOf(part);
  }
}

function halvesOf({ plan, teams }: Part): Part[] {
  if (teams.length > 1) {
    const middle = Math.ceil(teams.length / 2);
    return [
      { plan: { ...plan, teams: plan.teams.slice(0, middle) }, teams: teams.slice(0, middle) },
      { plan: { ...plan, teams: plan.teams.slice(middle) }, teams: teams.slice(middle) },
    ];
  }
  const middle = Math.ceil(plan.count / 2);
  return [
    { plan: windowOf(plan, plan.first, middle), teams },
    { plan: windowOf(plan, plan.first + middle, plan.count - middle), teams },
  ];
}

/** Time a piece of steps should take, milliseconds: what else uses the device, such as the picture, waits as long. */
const PIECE_MS = 40;
/** The looking whether anything still runs may take one part in this of the time. */
const LOOKING_SHARE = 4;
/** But no piece takes longer than this, or nobody could stop it. */
const LONGEST_PIECE_MS = 250;

/** Ends early where every trajectory rests. */
async function stepToEnd(
  run: Run,
  kind: Engine['kind'],
  signal: AbortSignal | undefined,
  onStep: (share: number) => void,
): Promise<void> {
  const { steps } = run.plan.spec;
  const isAtRest = async () => (await run.summarize()).every(({ counts }) => counts[0] === 0);
  let begin = performance.now();
  let rests = await isAtRest();
  const looking = performance.now() - begin;
  const pace = Math.min(LONGEST_PIECE_MS, Math.max(PIECE_MS, LOOKING_SHARE * looking));
  let piece = 1;
  while (run.step < steps && !rests) {
    signal?.throwIfAborted();
    begin = performance.now();
    run.advance(piece);
    rests = await isAtRest();
    const took = performance.now() - begin;
    if (took < pace / 2) piece *= 2;
    else if (took > 2 * pace) piece = Math.max(1, Math.floor(piece / 2));
    onStep(run.step / steps);
    // The CPU engine never waits for anything, and somebody may want to press a button.
    if (kind === 'cpu') await new Promise((resolve) => setTimeout(resolve));
  }
}
