import { FLOAT32_MIN_NORMAL, UNIT_ROUNDOFF, ulp32 } from '../core/float32.ts';
import { normalPair, randomBits, uniformAboveZero } from '../core/random.ts';
import { packStatus, Status, statusNames, statusOf } from '../core/status.ts';
import { parseRunSpec } from '../engine/parse-run-spec.ts';
import { planRun } from '../engine/plan-run.ts';
import type { ScheduleSpec } from '../engine/run-spec.ts';
import { learningRateAt } from '../engine/scalars.ts';
import type { GpuEngine } from '../gpu/gpu-engine.ts';
import { NOISE_DRAW } from '../reference/gradient-transform.ts';
import { NORMAL_ERROR } from './gradient-range.ts';
import type { Ledger } from './ledger.ts';

type Runner = Pick<GpuEngine, 'createRun'>;

/** Steps at which a schedule is looked at: around warm-ups, decays and ends that are round numbers. */
const SCHEDULE_STEPS = [
  0, 1, 2, 9, 10, 49, 50, 51, 99, 100, 101, 250, 299, 300, 301, 499, 500, 501, 999, 1000,
];
const ALL_STEPS = SCHEDULE_STEPS[SCHEDULE_STEPS.length - 1] + 1;

/**
 * The learning rates that the engine's steps really use: on a slope of exactly 1, from exactly 0, gradient descent
 * arrives at −lr, which must be the float64 rate rounded once, and may be flushed to zero where it is denormal.
 * @param steps a run's length: its schedule is not looked at beyond
 */
export async function checkSchedule(
  schedule: ScheduleSpec,
  gpu: Runner,
  ledger: Ledger,
  steps = ALL_STEPS,
): Promise<void> {
  const plan = planRun(
    parseRunSpec({
      surface: { formula: 'x + y' },
      optimizers: [{ id: 'sgd', hyper: { lr: 1 } }],
      schedule,
      starts: { kind: 'points', points: [[0, 0]] },
      steps: ALL_STEPS,
    }),
  );
  const tally = ledger.tally('schedule', { schedule: schedule.id });
  const run = await gpu.createRun(plan);
  try {
    const { state } = await run.read(0);
    for (const step of SCHEDULE_STEPS.filter((step) => step < steps)) {
      run.load(0, { step, position: new Float64Array(2), state });
      run.advance(1);
      const { position } = await run.read(0);
      const lr = learningRateAt(plan, 0, step);
      const at = () => ({ step, given: -position[0], expected: lr });
      const flush = Math.abs(lr) < FLOAT32_MIN_NORMAL ? FLOAT32_MIN_NORMAL : 0;
      tally.judge(Math.abs(-position[0] - lr), ulp32(lr) / 2 + flush, at);
    }
  } finally {
    run.dispose();
  }
}

/** Where a step of this length in this direction leads out of float32, on a slope of exactly 1. */
const BRINK = [-3e38, 7] as const;
const BRINK_RATE = 3e38;

/** A step that leads out of float32 is not taken: the trajectory keeps its last position, and rests as non-finite. */
export async function checkLeaving(gpu: Runner, ledger: Ledger): Promise<void> {
  const plan = planRun(
    parseRunSpec({
      surface: { formula: 'x + y' },
      optimizers: [{ id: 'sgd', hyper: { lr: BRINK_RATE } }],
      starts: { kind: 'points', points: [BRINK] },
      steps: 1,
    }),
  );
  const run = await gpu.createRun(plan);
  try {
    run.advance(1);
    const { position, status } = await run.read(0);
    const at = () => ({ x: position[0], y: position[1], status: statusNames[statusOf(status[0])] });
    const stayed = position.every((value, i) => value === Math.fround(BRINK[i]));
    ledger.tally('leaving float32', {}).same(stayed && status[0] === packStatus(Status.nonFinite, 1), at);
  } finally {
    run.dispose();
  }
}

const NOISE_TRAJECTORIES = 4096;
const NOISE_STEPS = [0, 1, 1000];

/** The normal numbers that the engine's steps really use: on flat ground, from 0, gradient descent arrives at −z. */
export async function checkNoise(seed: number, gpu: Runner, ledger: Ledger): Promise<void> {
  const plan = planRun(
    parseRunSpec({
      surface: { formula: '0' },
      optimizers: [{ id: 'sgd', hyper: { lr: 1 } }],
      gradient: { noise: 1 },
      starts: { kind: 'grid', count: NOISE_TRAJECTORIES },
      steps: NOISE_STEPS[NOISE_STEPS.length - 1] + 1,
      seed,
    }),
  );
  const tally = ledger.tally('noise', {});
  const run = await gpu.createRun(plan);
  try {
    for (const step of NOISE_STEPS) {
      run.load(0, { step, position: new Float64Array(2 * NOISE_TRAJECTORIES), state: {} });
      run.advance(1);
      const { position } = await run.read(0);
      for (let i = 0; i < position.length; i++) {
        const bits = randomBits(seed, i >> 1, step, NOISE_DRAW);
        const z = normalPair(bits[0], bits[1])[i % 2];
        const radius = Math.sqrt(-2 * Math.log(uniformAboveZero(bits[0])));
        const allowed = radius * NORMAL_ERROR + UNIT_ROUNDOFF * Math.abs(z) + FLOAT32_MIN_NORMAL;
        const at = () => ({ step, trajectory: i >> 1, given: -position[i], expected: z });
        tally.judge(Math.abs(-position[i] - z), allowed, at);
      }
    }
  } finally {
    run.dispose();
  }
}
