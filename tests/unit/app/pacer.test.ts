import { describe, expect, it } from 'vitest';
import { createPacer, MAX_STEPS_PER_FRAME, STEP_BUDGET_MS } from '../../../src/app/pacer.ts';

const FRAME_MS = 1000 / 60;

function play(speed: number, frames: number, costMs: number, from = 0) {
  const pacer = createPacer();
  const taken: number[] = [];
  for (let i = 0; i < frames; i++) {
    const steps = pacer.stepsFor(from + i * FRAME_MS, speed);
    taken.push(steps);
    if (steps > 0) pacer.report(steps, steps * costMs);
  }
  return taken;
}
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);

describe('pacer', () => {
  it('keeps the speed that is asked for, below and above one step a frame', () => {
    expect(Math.abs(sum(play(6, 600, 0.01)) - 60)).toBeLessThanOrEqual(1);
    expect(Math.abs(sum(play(60, 600, 0.01)) - 600)).toBeLessThanOrEqual(1);
  });
  it('stays within the budget once it knows the cost', () => {
    const costMs = 0.5;
    const late = play(100_000, 60, costMs).slice(30);
    for (const steps of late) expect(steps * costMs).toBeLessThanOrEqual(STEP_BUDGET_MS);
    expect(Math.max(...late) * costMs).toBeGreaterThan(STEP_BUDGET_MS / 2);
  });
  it('takes a step a frame even when one costs more than the budget', () => {
    expect(play(1000, 60, 100).slice(10)).toEqual(Array(50).fill(1));
  });
  it('begins carefully and never exceeds the most', () => {
    const taken = play(1e9, 200, 1e-6);
    expect(taken[0]).toBeLessThanOrEqual(4);
    expect(Math.max(...taken)).toBe(MAX_STEPS_PER_FRAME);
  });
  it('keeps the speed where every frame is slow to draw', () => {
    const pacer = createPacer();
    let total = 0;
    for (let i = 0; i < 50; i++) {
      const steps = pacer.stepsFor(i * 300, 60);
      total += steps;
      if (steps > 0) pacer.report(steps, steps * 2);
    }
    expect(total).toBeGreaterThan(0.9 * 60 * 15);
  });
  it('does not catch up after a pause', () => {
    const pacer = createPacer();
    pacer.stepsFor(0, 60);
    pacer.report(1, 0.001);
    expect(pacer.stepsFor(60_000, 60)).toBeLessThanOrEqual(30);
    pacer.rest();
    expect(pacer.stepsFor(120_000, 60)).toBeLessThanOrEqual(2);
  });
});
