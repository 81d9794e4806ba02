import { hypot } from '../core/hypot.ts';
import type { Numbers } from '../core/numbers.ts';
import { interleave } from '../core/pairs.ts';
import { packStatus, Status, statusOf } from '../core/status.ts';
import { takeGradient } from './gradient-transform.ts';
import { compact, createLanes, gather, LANES, type Lanes, scatter } from './lanes.ts';
import type { StepRules } from './step-rules.ts';
import type { TeamMemory } from './team-memory.ts';

/** Scalars of this many steps are held at a time. */
const STEPS_PER_PASS = 256;

/**
 * Takes a team's running trajectories from step `from` to step `from + count`, in place, and judges where each has got to:
 * with a count of 0 where it is, which is what starts need. The order of one step is that of
 * `shaders/kernels/descend.wgsl`: take the gradient that the step is made with, step, judge the new position, judge loss
 * and gradient there.
 * @param low,high which of the trajectories: those that the rules are for
 */
export function descend(
  memory: TeamMemory,
  rules: StepRules,
  from: number,
  count: number,
  low = 0,
  high = memory.count,
): void {
  const lanes = createLanes(rules);
  let done = 0;
  do {
    const steps = Math.min(STEPS_PER_PASS, count - done);
    const scalars = rules.scalars(from + done, steps);
    const running = runningTrajectories(memory, low, high);
    for (let base = 0; base < running.length; base += LANES) {
      gather(lanes, memory, running, base, Math.min(LANES, running.length - base));
      judgePlaces(lanes, memory, rules, from + done);
      for (let k = 0; k < steps && lanes.n > 0; k++) {
        takeStep(lanes, memory, rules, scalars[k], from + done + k);
        judgePlaces(lanes, memory, rules, from + done + k + 1);
      }
      scatter(lanes, memory, 0, lanes.n);
    }
    done += steps;
  } while (done < count);
}

/** From where loss and gradient are known to another position. */
function takeStep(lanes: Lanes, memory: TeamMemory, rules: StepRules, scalars: Numbers, step: number): void {
  const { optimizer, hyper } = rules;
  takeGradient(lanes, rules, scalars, step, () => {
    if (!haveSlope(lanes, rules)) rest(lanes, memory, (i) => judgeSlope(rules, i), step);
  });
  optimizer.step(lanes.columns, hyper, scalars, 2 * lanes.n);
  if (!follow(lanes, rules)) rest(lanes, memory, (i) => judgePosition(lanes, rules, i), step + 1);
}

/** Evaluates where the trajectories are, and rests those that may not go on from there. */
function judgePlaces(lanes: Lanes, memory: TeamMemory, rules: StepRules, step: number): void {
  rules.surface.run(rules.params, lanes.n);
  readOut(lanes, rules);
  if (!mayGoOn(lanes, rules)) rest(lanes, memory, (i) => judgePlace(lanes, rules, i), step);
}

function runningTrajectories({ status }: TeamMemory, low: number, high: number): Int32Array {
  const running = new Int32Array(high - low);
  let n = 0;
  for (let k = low; k < high; k++) if (statusOf(status[k]) === Status.running) running[n++] = k;
  return running.subarray(0, n);
}

/** What else the optimizer reads at the positions. */
function readOut({ loss, hessian, n, columns }: Lanes, { reads }: StepRules): void {
  if (reads.length === 0) return;
  const [xx, xy, yy] = hessian;
  const read = { loss: [loss, loss], curvature: [xx, yy], crossCurvature: [xy, xy] } as const;
  for (const name of reads) interleave(...read[name], columns[name], n);
}

// Most trajectories run on. One pass of cheap comparisons finds out whether all of them do, and has no more to do with
// the numbers than must be done with them anyway; only where it is in doubt each one is judged.

/** Hands the gradients to the twin. @returns whether all may go on from their positions for certain */
function mayGoOn({ loss, gx, gy, n, columns: { g } }: Lanes, { stopLoss, clearance }: StepRules): boolean {
  let certain = true;
  for (let i = 0; i < n; i++) {
    const value = loss[i];
    const x = gx[i];
    const y = gy[i];
    const squared = x * x + y * y;
    if (!(value > stopLoss && value < Infinity && squared > clearance && squared < Infinity)) certain = false;
    // What is added to −0 is noise, where there is some: it makes 0 of it.
    g[2 * i] = x + 0;
    g[2 * i + 1] = y + 0;
  }
  return certain;
}

/** @returns whether all gradients that were taken elsewhere are finite */
function haveSlope({ n }: Lanes, { slope: { outputs } }: StepRules): boolean {
  const [gx, gy] = outputs;
  let certain = true;
  for (let i = 0; i < n; i++) if (!(gx[i] - gx[i] + (gy[i] - gy[i]) === 0)) certain = false;
  return certain;
}

/**
 * Goes along with the step, wherever it has led to a position that counts.
 * @returns whether it has done so for all; `x` and `y` of the others are the positions they had
 */
function follow({ x, y, n, columns: { theta } }: Lanes, { center, reach }: StepRules): boolean {
  const [centerX, centerY] = center;
  const [reachX, reachY] = reach;
  let certain = true;
  for (let i = 0; i < n; i++) {
    const nextX = theta[2 * i];
    const nextY = theta[2 * i + 1];
    if (Math.abs(nextX - centerX) <= reachX && Math.abs(nextY - centerY) <= reachY) {
      x[i] = nextX;
      y[i] = nextY;
    } else {
      certain = false;
    }
  }
  return certain;
}

type Judge = (i: number) => Status;

/** The status that loss and gradient at its position give a trajectory. */
function judgePlace({ loss, gx, gy }: Lanes, { stopNorm, stopLoss }: StepRules, i: number): Status {
  const value = loss[i];
  const x = gx[i];
  const y = gy[i];
  if (!(Number.isFinite(value) && Number.isFinite(x) && Number.isFinite(y))) return Status.nonFinite;
  if (value <= stopLoss) return Status.converged;
  if (stopNorm > 0 && hypot(x, y) <= stopNorm) return Status.converged;
  return Status.running;
}

/** The status of a trajectory whose gradient was taken elsewhere. */
const judgeSlope = ({ slope: { outputs } }: StepRules, i: number): Status =>
  Number.isFinite(outputs[0][i]) && Number.isFinite(outputs[1][i]) ? Status.running : Status.nonFinite;

/** The status after the step. A trajectory that left the numbers keeps the last position it had. */
function judgePosition({ columns: { theta }, x, y }: Lanes, { center, reach }: StepRules, i: number): Status {
  const nextX = theta[2 * i];
  const nextY = theta[2 * i + 1];
  if (!(Number.isFinite(nextX) && Number.isFinite(nextY))) {
    theta[2 * i] = x[i];
    theta[2 * i + 1] = y[i];
    return Status.nonFinite;
  }
  const far = Math.abs(nextX - center[0]) > reach[0] || Math.abs(nextY - center[1]) > reach[1];
  return far ? Status.diverged : Status.running;
}

const resting = new Uint8Array(LANES);

/** Writes back and closes every lane that `judge` finds no longer running. */
function rest(lanes: Lanes, memory: TeamMemory, judge: Judge, step: number): void {
  let any = false;
  for (let i = 0; i < lanes.n; i++) {
    const status = judge(i);
    resting[i] = status === Status.running ? 0 : 1;
    if (status === Status.running) continue;
    any = true;
    memory.status[lanes.trajectory[i]] = packStatus(status, step);
    scatter(lanes, memory, i, i + 1);
  }
  if (any) compact(lanes, resting);
}
