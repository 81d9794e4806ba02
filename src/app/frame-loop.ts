import { createMeter } from './meter.ts';

/** How often the status is shown while frames come, milliseconds. */
const STATUS_MS = 250;

export interface FrameLoopOptions {
  /** Takes the steps that are due. @returns what drawing has to wait for, or null */
  tick(now: number): Promise<void> | null;
  /**
   * Draws, where there is anything new to see.
   * @returns resolves once the device is done with the picture; null where nothing was drawn
   */
  draw(now: number): Promise<unknown> | null;
  /** Whether a further frame would do anything. */
  isNeeded(): boolean;
  /** A few times a second while frames come, and once after the last one, at 0 frames per second. */
  showStatus(now: number, framesPerSecond: number): void;
}

/** Frames while there is something to do, and nothing at all in between: no frame, no timer. */
export interface FrameLoop {
  /** Something has changed: a frame comes, unless one is already on its way. */
  wake(): void;
  dispose(): void;
}

/** Asleep until it is woken. */
export function createFrameLoop({ tick, draw, isNeeded, showStatus }: FrameLoopOptions): FrameLoop {
  const frames = createMeter();
  let handle = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isBusy = false;
  let isDisposed = false;
  let lastStatus = Number.NEGATIVE_INFINITY;

  const wake = (): void => {
    if (isDisposed || handle !== 0) return;
    clearTimeout(timer);
    timer = undefined;
    handle = requestAnimationFrame(frame);
  };
  const goOn = (): void => {
    if (isDisposed || isBusy) return;
    if (isNeeded()) wake();
    else timer ??= setTimeout(() => showStatus(performance.now(), 0), STATUS_MS);
  };
  const until = (work: Promise<unknown>, then: () => void): void => {
    isBusy = true;
    const done = (): void => {
      isBusy = false;
      if (!isDisposed) then();
    };
    // A device that is lost has nothing to wait for, and whoever made it answers for its loss.
    work.then(done, done);
  };
  const show = (now: number): void => {
    const drawn = draw(now);
    if (drawn === null) {
      goOn();
      return;
    }
    frames.count(now, 1);
    until(drawn, goOn);
  };
  const frame = (now: number): void => {
    handle = 0;
    if (now - lastStatus > STATUS_MS) {
      lastStatus = now;
      showStatus(now, frames.rate(now));
    }
    // The device is still at the last frame: more would only pile up and make the page answer late.
    if (isBusy) return;
    const measuring = tick(now);
    if (measuring === null) show(now);
    else until(measuring, () => show(performance.now()));
  };

  return {
    wake,
    dispose() {
      isDisposed = true;
      cancelAnimationFrame(handle);
      clearTimeout(timer);
    },
  };
}
