import { messageOf } from '../core/errors.ts';
import { compete, type Outcome } from './compete.ts';
import type { Contender, Peer } from './contender.ts';
import { cpuContender, gpuContender, PLAIN, plainJavaScript } from './contenders.ts';
import type { EngineShelf } from './engine-shelf.ts';
import type { BenchOptions } from './options.ts';
import { median, type Spread, spreadOf } from './statistics.ts';
import { type Question, type Task, type Tournament, tournamentsOf } from './tournaments.ts';
import { planOf } from './workload.ts';

/** Steps per second of one contender. */
export interface SpeedResult extends Task {
  question: Question;
  engine: string;
  stepsPerDispatch: number | null;
  /** Trajectory-steps per second. */
  perSecond: Spread;
  /** Times as fast as plain JavaScript with the same task in the same turns, median of the turns' ratios; null where it has none. */
  toPlain: number | null;
  /** The same to the CPU engine. */
  toCpu: number | null;
  /** Share of the trajectories that had not come to rest at the end; null where that is not judged. */
  running: number | null;
  /** Trajectory-steps per second, turn by turn. */
  samples: readonly number[];
}

export interface SkippedResult extends Task {
  engine: string;
  stepsPerDispatch: number | null;
  reason: string;
}

/** Beyond this there is no peer, only a processor that is busy for minutes. */
const MOST_FOR_OTHERS = 2 ** 20;
const BRIEF_REPETITIONS = 3;
const BRIEF_SHARE = 1 / 3;

/**
 * @param shelf lends the GPU engines; null where there is no GPU
 * @param peers borrowed
 */
export async function measureSpeed(
  options: BenchOptions,
  shelf: EngineShelf | null,
  peers: readonly Peer[],
  onProgress: (fraction: number, text: string) => void,
): Promise<{ results: SpeedResult[]; skipped: SkippedResult[] }> {
  const tournaments = tournamentsOf(options);
  const results: SpeedResult[] = [];
  const skipped: SkippedResult[] = [];
  for (const [index, tournament] of tournaments.entries()) {
    const entries = await enter(tournament, shelf, peers, skipped);
    shelf?.notice();
    try {
      const outcomes = await compete(
        entries,
        tournament.isBrief ? brief(options) : options,
        (fraction, text) => onProgress((index + fraction) / tournaments.length, text),
      );
      for (const outcome of outcomes) {
        if (outcome.samples !== null) results.push(resultOf(tournament.question, outcome, outcomes));
        else skipped.push(skippedResult(outcome.contender, outcome.refused));
      }
    } finally {
      for (const entry of entries) entry.dispose();
    }
  }
  return { results, skipped };
}

const brief = ({ repetitions, sampleSeconds }: BenchOptions) => ({
  repetitions: Math.min(repetitions, BRIEF_REPETITIONS),
  sampleSeconds: BRIEF_SHARE * sampleSeconds,
});

async function enter(
  { question, fused, others }: Tournament,
  shelf: EngineShelf | null,
  peers: readonly Peer[],
  skipped: SkippedResult[],
): Promise<Contender[]> {
  const entries: Contender[] = [];
  const attempt = async (
    what: Omit<SkippedResult, 'reason'>,
    make: () => Contender | Promise<Contender>,
  ): Promise<void> => {
    try {
      entries.push(await make());
    } catch (error) {
      // Such as a swarm that the device has no memory for: the others are still worth measuring.
      skipped.push({ ...what, reason: messageOf(error) });
    }
  };
  for (const task of others) {
    const what = { ...task, stepsPerDispatch: null };
    const able = [plainJavaScript, ...(question === 'pairs' ? [] : peers)].filter((peer) => peer.suits(task));
    if (task.trajectories > MOST_FOR_OTHERS) {
      const reason = 'too many trajectories for the processor to be measured in minutes';
      skipped.push({ ...what, engine: 'cpu', reason });
      continue;
    }
    for (const peer of able) {
      await attempt({ ...what, engine: peer.name }, () => peer.enter(task, planOf(task)));
    }
    await attempt({ ...what, engine: 'cpu' }, () => cpuContender(task));
  }
  if (shelf === null) return entries;
  for (const { stepsPerDispatch, ...task } of fused) {
    await attempt({ ...task, engine: 'gpu', stepsPerDispatch }, () =>
      gpuContender(shelf.engineFor(stepsPerDispatch), task, stepsPerDispatch),
    );
  }
  return entries;
}

function resultOf(
  question: Question,
  { contender, running, samples }: Outcome & { samples: readonly number[] },
  all: readonly Outcome[],
): SpeedResult {
  const { engine, task, stepsPerDispatch } = contender;
  const ratioTo = (yardstick: string): number | null => {
    const other = all.find(
      ({ contender: { engine: name, task: same } }) => name === yardstick && isSame(same, task),
    );
    return other?.samples ? median(samples.map((sample, turn) => sample / other.samples[turn])) : null;
  };
  return {
    question,
    ...task,
    engine,
    stepsPerDispatch,
    perSecond: spreadOf(samples),
    toPlain: ratioTo(PLAIN),
    toCpu: ratioTo('cpu'),
    running,
    samples,
  };
}

const isSame = (a: Task, b: Task): boolean =>
  a.optimizer === b.optimizer && a.surface === b.surface && a.trajectories === b.trajectories;

const skippedResult = ({ engine, task, stepsPerDispatch }: Contender, reason: string): SkippedResult => ({
  ...task,
  engine,
  stepsPerDispatch,
  reason,
});
