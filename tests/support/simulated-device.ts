import { createPacer } from '../../src/app/pacer.ts';
import { createDispatchPace, stepsWithin } from '../../src/gpu/dispatch-pace.ts';

/** A device as the pacer sees it. All times in milliseconds. */
export interface SimulatedDevice {
  /** What a step takes in the frame with a number. */
  stepMs: number | ((frame: number) => number);
  /** What a dispatch takes besides its steps. */
  fixedMs?: number;
  /** Until an answer arrives, whatever was asked. */
  latencyMs?: number;
  /** Other work of the device in a frame, which its clock does not count among the steps. */
  otherMs?: (frame: number) => number;
  /** Drawing, which with the steps makes a frame longer than the screen's. */
  drawMs?: number;
  /** The device has a clock, which tells apart so much. */
  clockMs?: number;
}

export interface SimulatedFrame {
  steps: number;
  /** What those steps took. */
  stepsMs: number;
  /** From this frame to the next. */
  frameMs: number;
}

const SCREEN_MS = 1000 / 60;
/** Frames after which the device's times arrive. */
const CLOCK_DELAY = 2;

/** What happens in `frames` frames at `speed` steps a second. */
export function simulateFrames(speed: number, frames: number, device: SimulatedDevice): SimulatedFrame[] {
  const { latencyMs = 0, fixedMs = 0, otherMs = () => 0, drawMs = 0, clockMs } = device;
  const stepCost = (frame: number) =>
    typeof device.stepMs === 'number' ? device.stepMs : device.stepMs(frame);
  const pacer = createPacer();
  const pace = createDispatchPace(1);
  const seen: (SimulatedFrame & { dispatches: number })[] = [];
  let now = 0;
  for (let frame = 0; frame < frames; frame++) {
    const arrived = seen[frame - CLOCK_DELAY];
    if (clockMs !== undefined && arrived !== undefined && arrived.steps > 0) {
      pace.report(arrived.steps, arrived.dispatches, Math.round(arrived.stepsMs / clockMs) * clockMs);
    }
    const steps = pacer.stepsFor(now, speed, (ms) => stepsWithin([pace], ms));
    const dispatches = Math.ceil(steps / pace.fused);
    const stepsMs = dispatches * fixedMs + steps * stepCost(frame);
    if (steps > 0 && pacer.wantsReport) pacer.report(latencyMs + otherMs(frame) + stepsMs);
    const frameMs = Math.max(1, Math.ceil((stepsMs + drawMs + otherMs(frame)) / SCREEN_MS)) * SCREEN_MS;
    seen.push({ steps, dispatches, stepsMs, frameMs });
    now += frameMs;
  }
  return seen;
}
