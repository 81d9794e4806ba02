import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFrameLoop } from '../../../src/app/frame-loop.ts';

/** Frames that the loop asked for and that have not come yet. */
let due: ((now: number) => void)[] = [];
let now = 0;

beforeEach(() => {
  due = [];
  now = 0;
  vi.useFakeTimers();
  vi.stubGlobal('requestAnimationFrame', (frame: (time: number) => void) => due.push(frame));
  vi.stubGlobal('cancelAnimationFrame', () => {
    due = [];
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function nextFrame(): Promise<void> {
  const frames = due;
  due = [];
  now += 1000 / 60;
  for (const frame of frames) frame(now);
  await vi.advanceTimersByTimeAsync(0);
}

/** A loop over something that needs so many more frames. */
function loopOver(needed: number) {
  const seen = { ticks: 0, drawn: 0, statuses: [] as number[] };
  const scene = { needed };
  const loop = createFrameLoop({
    tick() {
      seen.ticks++;
      return null;
    },
    draw() {
      if (scene.needed === 0) return null;
      scene.needed--;
      seen.drawn++;
      return Promise.resolve();
    },
    isNeeded: () => scene.needed > 0,
    showStatus: (_, fps) => seen.statuses.push(fps),
  });
  return { loop, seen, scene };
}

it('draws what there is to draw, shows that it stopped, and then does nothing', async () => {
  const { loop, seen, scene } = loopOver(3);
  loop.wake();
  for (let i = 0; i < 10; i++) await nextFrame();
  expect(seen.drawn).toBe(3);
  expect(due).toHaveLength(0);
  expect(seen.statuses).toEqual([0]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(seen.statuses, 'the last status').toEqual([0, 0]);
  expect(vi.getTimerCount()).toBe(0);
  const { ticks } = seen;
  await vi.advanceTimersByTimeAsync(60_000);
  expect([seen.ticks, seen.statuses.length, due.length]).toEqual([ticks, 2, 0]);

  scene.needed = 1;
  loop.wake();
  loop.wake();
  expect(due, 'one frame for both').toHaveLength(1);
  await nextFrame();
  expect(seen.drawn).toBe(4);
});

it('draws nothing while the device is at the last frame, and comes back by itself', async () => {
  let finish = () => {};
  let drawn = 0;
  const loop = createFrameLoop({
    tick: () => null,
    draw() {
      drawn++;
      return new Promise<void>((resolve) => {
        finish = resolve;
      });
    },
    isNeeded: () => drawn < 2,
    showStatus() {},
  });
  loop.wake();
  await nextFrame();
  loop.wake();
  await nextFrame();
  expect(drawn).toBe(1);
  finish();
  await vi.advanceTimersByTimeAsync(0);
  await nextFrame();
  expect(drawn).toBe(2);
});

it('waits with drawing for steps that are being measured', async () => {
  let measured = () => {};
  let drawn = 0;
  const loop = createFrameLoop({
    tick: () =>
      new Promise((resolve) => {
        measured = resolve;
      }),
    draw() {
      drawn++;
      return null;
    },
    isNeeded: () => false,
    showStatus() {},
  });
  loop.wake();
  await nextFrame();
  expect(drawn).toBe(0);
  measured();
  await vi.advanceTimersByTimeAsync(0);
  expect(drawn).toBe(1);
});

it('goes on after a device was lost under a frame, and not at all once disposed of', async () => {
  const { loop, seen } = loopOver(5);
  let fails = true;
  const failing = createFrameLoop({
    tick: () => null,
    draw: () => (fails ? Promise.reject(new Error('lost')) : null),
    isNeeded: () => fails,
    showStatus() {},
  });
  failing.wake();
  await nextFrame();
  expect(due).toHaveLength(1);
  fails = false;
  await nextFrame();
  failing.dispose();
  loop.wake();
  await nextFrame();
  loop.dispose();
  loop.wake();
  await nextFrame();
  expect(seen.drawn).toBe(1);
  expect([due.length, vi.getTimerCount()]).toEqual([0, 0]);
});
