import { describe, expect, it } from 'vitest';
import { createPacer, MAX_STEPS_PER_FRAME, STEP_BUDGET_MS } from '../../../src/app/pacer.ts';

const FRAME_MS = 1000 / 60;

interface Device {
  latencyMs?: number;
  stepMs: number;
  frameMs?: number;
}

function play(speed: number, frames: number, { latencyMs = 0, stepMs, frameMs = FRAME_MS }: Device) {
  const pacer = createPacer();
  const taken: number[] = [];
  for (let i = 0; i < frames; i++) {
    const steps = pacer.stepsFor(i * frameMs, speed);
    taken.push(steps);
    if (steps > 0 && pacer.wantsReport) pacer.report(latencyMs + steps * stepMs);
  }
  return taken;
}
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);

describe('pacer', () => {
  it('keeps the speed that is asked for, below and above one step a frame', () => {
    expect(Math.abs(sum(play(6, 600, { stepMs: 0.01 })) - 60)).toBeLessThanOrEqual(1);
    expect(Math.abs(sum(play(60, 600, { stepMs: 0.01 })) - 600)).toBeLessThanOrEqual(1);
  });
  it('stays near the budget where steps are dear', () => {
    const stepMs = 0.5;
    const late = play(100_000, 600, { stepMs }).slice(60);
    const mean = (sum(late) / late.length) * stepMs;
    expect(mean).toBeGreaterThan(STEP_BUDGET_MS / 3);
    expect(mean).toBeLessThan(1.5 * STEP_BUDGET_MS);
    expect(Math.max(...late) * stepMs).toBeLessThan(4 * STEP_BUDGET_MS);
  });
  it('takes a step a frame even when one costs more than the budget, and hardly ever two', () => {
    const late = play(1000, 600, { stepMs: 100 }).slice(10);
    expect(Math.min(...late)).toBe(1);
    expect(sum(late) / late.length).toBeLessThan(1.05);
  });
  it('does not take a slow answer for slow work', () => {
    const late = play(2000, 300, { latencyMs: 60, stepMs: 0.01, frameMs: 70 }).slice(100);
    expect(sum(late) / (late.length * 0.07)).toBeGreaterThan(0.95 * 2000);
  });
  it('keeps the speed where every frame is slow to draw', () => {
    const taken = play(60, 100, { latencyMs: 20, stepMs: 2, frameMs: 300 });
    expect(sum(taken.slice(20)) / (80 * 0.3)).toBeGreaterThan(0.9 * 60);
  });
  it('begins with one step and never exceeds the most', () => {
    const taken = play(1e9, 200, { stepMs: 1e-6 });
    expect(taken[0]).toBe(1);
    expect(Math.max(...taken)).toBe(MAX_STEPS_PER_FRAME);
  });
  it('does not catch up after a pause', () => {
    const pacer = createPacer();
    pacer.stepsFor(0, 60);
    expect(pacer.stepsFor(60_000, 60)).toBeLessThanOrEqual(30);
    pacer.rest();
    expect(pacer.stepsFor(120_000, 60)).toBeLessThanOrEqual(2);
  });
});
