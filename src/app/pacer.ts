/** GPU time that the steps of one frame may take, milliseconds: half of a frame at 60 Hz, the rest is for drawing. */
export const STEP_BUDGET_MS = 8;
/** Where drawing alone takes longer than a frame (a software adapter), steps may take this share of the time. */
const SLOW_FRAME_SHARE = 1 / 4;
/** Most steps in one frame, however cheap: beyond this the curves would lose their shape. */
export const MAX_STEPS_PER_FRAME = 4096;
/** A pause longer than this (a hidden tab, a stall) is not caught up, milliseconds. */
const LONGEST_GAP_MS = 500;
/** Weight of the newest measurement in the running cost per step. */
const SMOOTHING = 0.3;

/** Decides how many steps a frame takes: as many as the speed asks for, no more than the device does in its budget. */
export interface Pacer {
  /**
   * @param now milliseconds
   * @param speed steps per second that are wanted
   */
  stepsFor(now: number, speed: number): number;
  /** What `steps` steps took on the device, milliseconds. */
  report(steps: number, elapsedMs: number): void;
  /** Forgets the time that has passed, not the cost: after a pause. */
  rest(): void;
  /** Forgets the cost as well: another swarm. */
  reset(): void;
}

export function createPacer(): Pacer {
  let last: number | null = null;
  let owed = 0;
  let costMs: number | null = null;
  // Before anything is measured a frame takes little, so that a large swarm cannot freeze the first one.
  const affordable = (gapMs: number) =>
    costMs === null ? 4 : Math.max(STEP_BUDGET_MS, SLOW_FRAME_SHARE * gapMs) / costMs;
  return {
    stepsFor(now, speed) {
      const gap = last === null ? 1000 / 60 : Math.min(now - last, LONGEST_GAP_MS);
      last = now;
      owed += (gap / 1000) * speed;
      const most = Math.max(1, Math.min(MAX_STEPS_PER_FRAME, Math.floor(affordable(gap))));
      const steps = Math.min(Math.floor(owed), most);
      // What the device could not do is dropped: the run becomes slower, it does not fall behind.
      owed = steps === most ? 0 : owed - steps;
      return steps;
    },
    report(steps, elapsedMs) {
      const sample = Math.max(elapsedMs, 1e-3) / steps;
      costMs = costMs === null ? sample : costMs + SMOOTHING * (sample - costMs);
    },
    rest() {
      last = null;
      owed = 0;
    },
    reset() {
      last = null;
      owed = 0;
      costMs = null;
    },
  };
}
