/** GPU time that the steps of one frame may take, milliseconds: half of a frame at 60 Hz, the rest is for drawing. */
export const STEP_BUDGET_MS = 8;
/** Where drawing alone takes longer than a frame (a software adapter), steps may take this share of the time. */
const SLOW_FRAME_SHARE = 1 / 4;
/** Most steps in one frame, however cheap: beyond this the curves would lose their shape. */
export const MAX_STEPS_PER_FRAME = 4096;
/** A pause longer than this (a hidden tab, a stall) is not caught up, milliseconds. */
const LONGEST_GAP_MS = 500;
/** Once the limit is found it is tried again this often: the device may have become freer, milliseconds. */
const RETRY_MS = 2000;
/** More steps than ever before are a guess: at most so many times as many. */
const GROWTH = 2;

/**
 * Decides how many steps a frame takes: as many as the speed asks for, no more than the device does in its budget.
 *
 * Where the device has a clock, its own word of what steps take sets the limit. Elsewhere what can be measured is the
 * time until the device has answered, most of which may be latency. So the limit doubles for as long as the answer does
 * not come later by more than the budget, and falls when it does.
 */
export interface Pacer {
  /**
   * @param now milliseconds
   * @param speed steps per second that are wanted
   * @param stepsWithin how many steps the device takes in some milliseconds by its own clock; null where it has not said
   */
  stepsFor(now: number, speed: number, stepsWithin?: (ms: number) => number | null): number;
  /** The limit decided the last number of steps, and it is time to find out whether it is right. */
  readonly wantsReport: boolean;
  /** How long the device took to answer after the last steps, milliseconds. */
  report(elapsedMs: number): void;
  /** Forgets the time that has passed, not the limit: after a pause. */
  rest(): void;
  /** Forgets the limit as well: another swarm. */
  reset(): void;
}

export function createPacer(): Pacer {
  let last: number | null = null;
  let owed = 0;
  let gap = 0;
  // One step first, so that a large swarm cannot freeze the first frame.
  let limit = 1;
  let wasLimited = false;
  let isTold = false;
  let quickest = Number.POSITIVE_INFINITY;
  let retryAt = 0;

  const budget = (): number => Math.max(STEP_BUDGET_MS, SLOW_FRAME_SHARE * gap);
  const allow = (steps: number): void => {
    limit = Math.max(1, Math.min(MAX_STEPS_PER_FRAME, GROWTH * limit, Math.floor(steps)));
  };
  return {
    stepsFor(now, speed, stepsWithin = () => null) {
      gap = last === null ? 1000 / 60 : Math.min(now - last, LONGEST_GAP_MS);
      last = now;
      owed += (gap / 1000) * speed;
      const wanted = Math.floor(owed);
      const possible = stepsWithin(budget());
      isTold = possible !== null;
      // Only a limit that is in the way grows: what was never asked for was never tried.
      if (possible !== null && (wanted > limit || possible < limit)) allow(possible);
      wasLimited = wanted > limit;
      // What the device could not do is dropped: the run becomes slower, it does not fall behind.
      owed = wasLimited ? 0 : owed - wanted;
      return Math.min(wanted, limit);
    },
    get wantsReport() {
      return !isTold && wasLimited && last !== null && last >= retryAt;
    },
    report(elapsedMs) {
      quickest = Math.min(quickest, elapsedMs);
      const extra = elapsedMs - quickest;
      if (extra <= budget()) {
        allow(GROWTH * limit);
        return;
      }
      allow((limit * budget()) / extra);
      retryAt = (last ?? 0) + RETRY_MS;
    },
    rest() {
      last = null;
      owed = 0;
    },
    reset() {
      last = null;
      owed = 0;
      limit = 1;
      quickest = Number.POSITIVE_INFINITY;
      retryAt = 0;
    },
  };
}
