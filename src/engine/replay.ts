import { RavineError } from '../core/errors.ts';
import { restStepOf, Status, statusOf } from '../core/status.ts';
import type { Engine, TeamSnapshot } from './engine.ts';
import { type Plan, windowOf } from './plan.ts';

/** The history of one trajectory, step by step, by an engine that does it over again. */
export interface Replay {
  /** The plan of this one trajectory: one team, a count of 1. */
  readonly plan: Plan;
  /** Snapshots one step apart, each of one trajectory, the oldest first; a resting trajectory's end where it rests. */
  readonly moments: readonly TeamSnapshot[];
  /** Takes the history to a step, or to where the trajectory rests; one call at a time. */
  reach(step: number, options?: ReachOptions): Promise<void>;
  dispose(): void;
}

export interface ReachOptions {
  signal?: AbortSignal;
  /** @param step of the newest moment so far */
  onProgress?(step: number): void;
}

/** Moments that are kept: of a longer history, the newest. */
export const MOST_MOMENTS = 4096;
/** Readings under way at once: enough to hide how long one takes, few enough to report progress and to stop soon. */
const BATCH = 64;

/**
 * @param team index into `plan.teams`
 * @param index trajectory of that team, counted from 0 in all of the plan
 */
export async function createReplay(engine: Engine, plan: Plan, team: number, index: number): Promise<Replay> {
  const single = { ...windowOf(plan, plan.first + index, 1), teams: [teamOf(plan, team, index)] };
  const run = await engine.createRun(single);
  const moments = [await run.read(0)];

  const goOn = async (steps: number) => {
    const readings: Promise<TeamSnapshot>[] = [];
    for (let k = 0; k < steps; k++) {
      run.advance(1);
      readings.push(run.read(0));
    }
    moments.push(...(await Promise.all(readings)));
    endAtRest(moments);
    moments.splice(0, moments.length - MOST_MOMENTS);
  };

  /** Goes to a step without reading those before; to none where the trajectory comes to rest on the way, but says when. */
  const skipTo = async (step: number): Promise<number | null> => {
    const from = moments.at(-1)!;
    run.advance(step - run.step);
    const there = await run.read(0);
    const [status] = there.status;
    if (statusOf(status!) === Status.running) {
      moments.splice(0, moments.length, there);
      return null;
    }
    run.load(0, from);
    return restStepOf(status!);
  };

  return {
    plan: single,
    moments,
    async reach(step, { signal, onProgress } = {}) {
      let last = Math.min(step, plan.spec.steps);
      // What would be forgotten at once is not read.
      while (isRunning(moments) && last - MOST_MOMENTS + 1 > run.step) {
        const restStep = await skipTo(last - MOST_MOMENTS + 1);
        // That it rests at a step may be known only after the next.
        if (restStep !== null) last = Math.min(last, restStep + 1);
      }
      while (run.step < last && isRunning(moments) && !signal?.aborted) {
        await goOn(Math.min(BATCH, last - run.step));
        onProgress?.(moments.at(-1)!.step);
      }
    },
    dispose: () => run.dispose(),
  };
}

function teamOf(plan: Plan, team: number, index: number) {
  const found = plan.teams[team];
  if (found !== undefined && index >= 0 && index < plan.count) return found;
  throw new RavineError('bad-input', `There is no trajectory ${index} of a team ${team}.`, {
    cure: `A run has teams from 0 to ${plan.teams.length - 1} and trajectories from 0 to ${plan.count - 1}.`,
  });
}

const isRunning = (moments: readonly TeamSnapshot[]): boolean =>
  statusOf(moments.at(-1)!.status[0]!) === Status.running;

/** Nothing happens after the step at which a trajectory came to rest; that it rests there is known only later. */
function endAtRest(moments: TeamSnapshot[]): void {
  const { status } = moments.at(-1)!;
  if (statusOf(status[0]!) === Status.running) return;
  const end = Math.max(0, restStepOf(status[0]!) - moments[0]!.step);
  moments.splice(end + 1);
  moments[end] = { ...moments[end]!, status };
}
