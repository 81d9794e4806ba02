import { MOST_STEPS } from './dispatch.ts';

/** What a dispatch should take at most, milliseconds: no watchdog takes the device for hung, and no frame is late for one. */
export const DISPATCH_MS = 8;
/** A longer dispatch than any before is a guess: it is at most so many times as long. */
const GROWTH = 2;
/** Half of what browsers' clocks can tell apart, milliseconds: below that a pass has taken no time that one may reckon with. */
const CLOCK_MS = 0.05;
/** Measurements that are kept. Of three the middle one holds whatever else the device did during one of them. */
const MEMORY = 3;

/** How many steps of a team are fused into a dispatch: as many as were seen to stay short. No result depends on it. */
export interface DispatchPace {
  readonly fused: number;
  /** Milliseconds that the device takes for a step of the whole team; null until it was measured. */
  readonly stepMs: number | null;
  /** Dispatches of `steps` steps together took so long. */
  report(steps: number, elapsedMs: number): void;
}

/** @param first steps to begin with, from an estimate that is rather too low */
export function createDispatchPace(first: number): DispatchPace {
  let fused = first;
  let stepMs: number | null = null;
  let measured: number[] = [];
  return {
    get fused() {
      return fused;
    },
    get stepMs() {
      return stepMs;
    },
    report(steps, elapsedMs) {
      measured = [...measured, Math.max(CLOCK_MS, elapsedMs) / steps].slice(-MEMORY);
      stepMs = [...measured].sort((a, b) => a - b)[Math.floor(measured.length / 2)]!;
      fused = Math.max(1, Math.min(MOST_STEPS, GROWTH * fused, Math.floor(DISPATCH_MS / stepMs)));
    },
  };
}
