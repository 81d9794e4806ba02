import { hypot } from '../core/hypot.ts';
import type { Numbers } from '../core/numbers.ts';
import { deinterleave } from '../core/pairs.ts';
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
  const lanes = createLanes(rules.optimizer);
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
      for (let i = 0; i < lanes.n; i++) scatter(lanes, memory, i);
    }
    done += steps;
  } while (done < count);
}

/** From where loss and gradient are known to another position. */
function takeStep(lanes: Lanes, memory: TeamMemory, rules: StepRules, scalars: Numbers, step: number): void {
  const { optimizer, hyper } = rules;
  takeGradient(lanes, rules, scalars, step, () => rest(lanes, memory, (i) => judgeGradient(lanes, i), step));
  lanes.before.set(lanes.columns.theta);
  optimizer.step(lanes.columns, hyper, scalars, 2 * lanes.n);
  rest(lanes, memory, (i) => judgePosition(lanes, rules, i), step + 1);
}

/** Evaluates where the trajectories are, and rests those that may not go on from there. */
function judgePlaces(lanes: Lanes, memory: TeamMemory, rules: StepRules, step: number): void {
  evaluate(lanes, rules);
  rest(lanes, memory, (i) => judgePlace(lanes, rules, i), step);
}

function runningTrajectories({ status }: TeamMemory, low: number, high: number): Int32Array {
  const running = new Int32Array(high - low);
  let n = 0;
  for (let k = low; k < high; k++) if (statusOf(status[k]) === Status.running) running[n++] = k;
  return running.subarray(0, n);
}

/** Loss and gradient at the positions, and what else the optimizer reads there. */
function evaluate(lanes: Lanes, { evaluator, params, reads }: StepRules): void {
  const { x, y, loss, gx, gy, hessian, n, columns } = lanes;
  deinterleave(columns.theta, x, y, n);
  evaluator.run(x, y, params, [loss, gx, gy, ...hessian], n);
  const [xx, xy, yy] = hessian;
  const read = { loss: [loss, loss], curvature: [xx, yy], crossCurvature: [xy, xy] } as const;
  for (const name of reads) {
    const [first, second] = read[name];
    for (let i = 0; i < n; i++) {
      columns[name][2 * i] = first[i];
      columns[name][2 * i + 1] = second[i];
    }
  }
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
const judgeGradient = ({ gx, gy }: Lanes, i: number): Status =>
  Number.isFinite(gx[i]) && Number.isFinite(gy[i]) ? Status.running : Status.nonFinite;

/** The status after the step. A trajectory that left the numbers keeps the last position it had. */
function judgePosition(
  { columns: { theta }, before }: Lanes,
  { center, reach }: StepRules,
  i: number,
): Status {
  const x = theta[2 * i];
  const y = theta[2 * i + 1];
  if (!(Number.isFinite(x) && Number.isFinite(y))) {
    theta[2 * i] = before[2 * i];
    theta[2 * i + 1] = before[2 * i + 1];
    return Status.nonFinite;
  }
  const far = Math.abs(x - center[0]) > reach[0] || Math.abs(y - center[1]) > reach[1];
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
    scatter(lanes, memory, i);
  }
  if (any) compact(lanes, resting);
}
