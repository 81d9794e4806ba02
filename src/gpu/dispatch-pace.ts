import { MOST_STEPS } from './dispatch.ts';

/** What a dispatch should take at most, milliseconds: no watchdog takes the device for hung, and no frame is late for one. */
export const DISPATCH_MS = 8;
/**
 * Loading and storing a swarm takes time as well. Where that alone is too long, as of many on a software adapter, steps may
 * take as long again: fewer would only make the same work take longer.
 */
const MOST_OVER_FIXED = 2;
/** A longer dispatch than any before is a guess: with each measurement the steps become at most so many times as many. */
const GROWTH = 2;
/** Half of what browsers' clocks can tell apart, milliseconds: below that nothing has taken time that one may reckon with. */
const CLOCK_MS = 0.05;
/** Until dispatches of two lengths were seen, so much of a dispatch counts as fixed: then the next one is twice as long. */
const FIXED_AT_FIRST = 2 / 3;
/** Of three measurements of a length the middle one holds, whatever else the device did during one of them. */
const EACH = 3;
/** A length that was not seen for so many measurements is forgotten: the device may be another by now. */
const MEMORY = 16;

/** What a dispatch of a whole team takes, milliseconds: a fixed part, and one for each step. */
export interface DispatchCost {
  fixedMs: number;
  stepMs: number;
}

/** How many steps of a team are fused into a dispatch: as many as were seen to stay short. No result depends on it. */
export interface DispatchPace {
  readonly fused: number;
  /** Null until it was measured. */
  readonly cost: DispatchCost | null;
  /** So many steps in so many dispatches took so long. */
  report(steps: number, dispatches: number, elapsedMs: number): void;
}

/**
 * @param first steps to begin with, from an estimate that is rather too low
 * @param most steps, however quick
 */
export function createDispatchPace(first: number, most = MOST_STEPS): DispatchPace {
  let fused = first;
  let cost: DispatchCost | null = null;
  let reports = 0;
  let lengths: Length[] = [];
  return {
    get fused() {
      return fused;
    },
    get cost() {
      return cost;
    },
    report(steps, dispatches, elapsedMs) {
      reports++;
      const length = steps / dispatches;
      const known = lengths.find((other) => other.steps === length)?.took ?? [];
      const took = [...known, Math.max(CLOCK_MS, elapsedMs) / dispatches].slice(-EACH);
      lengths = lengths.filter((other) => other.steps !== length && other.seen > reports - MEMORY);
      lengths.push({ steps: length, took, seen: reports });
      cost = costOf(lengths, cost);
      fused = Math.max(1, Math.min(most, GROWTH * fused, stepsIn(DISPATCH_MS, cost)));
    },
  };
}

/** How many steps of all these teams, one after the other, take no longer than `ms`; null where one was not measured. */
export function stepsWithin(
  paces: readonly Pick<DispatchPace, 'fused' | 'cost'>[],
  ms: number,
): number | null {
  const costs = paces.flatMap(({ cost }) => cost ?? []);
  if (costs.length < paces.length) return null;
  const one = total(costs);
  const steps = stepsIn(ms, one);
  const shortest = Math.min(...paces.map(({ fused }) => fused));
  if (steps <= shortest) return steps;
  const perStep = costs.reduce((sum, { fixedMs, stepMs }, k) => sum + fixedMs / paces[k]!.fused + stepMs, 0);
  return Math.max(shortest, Math.floor(ms / perStep));
}

/** Dispatches of some length, and what each took. */
interface Length {
  steps: number;
  took: readonly number[];
  /** Number of the last report of it. */
  seen: number;
}

/**
 * Through the shortest and the longest: what lies between is no farther from that line than measurements are apart. Where
 * all are as long, the parts are to each other as they were known to be.
 */
function costOf(lengths: readonly Length[], before: DispatchCost | null): DispatchCost {
  const sorted = [...lengths].sort((a, b) => a.steps - b.steps);
  const [short, long] = [sorted[0]!, sorted.at(-1)!];
  const most = median(long.took);
  if (short === long) {
    const fixed = before?.fixedMs ?? FIXED_AT_FIRST;
    const stepping = before === null ? 1 - FIXED_AT_FIRST : before.stepMs * long.steps;
    const fixedMs = (fixed / (fixed + stepping)) * most;
    return { fixedMs, stepMs: (most - fixedMs) / long.steps };
  }
  const slope = (most - median(short.took)) / (long.steps - short.steps);
  const stepMs = Math.min(most / long.steps, Math.max(slope, CLOCK_MS / MOST_STEPS));
  return { fixedMs: Math.max(0, most - stepMs * long.steps), stepMs };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

const total = (costs: readonly DispatchCost[]): DispatchCost => ({
  fixedMs: costs.reduce((sum, { fixedMs }) => sum + fixedMs, 0),
  stepMs: costs.reduce((sum, { stepMs }) => sum + stepMs, 0),
});

const stepsIn = (ms: number, { fixedMs, stepMs }: DispatchCost): number =>
  Math.floor((Math.max(ms, MOST_OVER_FIXED * fixedMs) - fixedMs) / stepMs + 1e-9);
