import { FLOAT32_MAX, FLOAT32_MIN_NORMAL, UNIT_ROUNDOFF, ulp32 } from '../core/float32.ts';
import { hypot } from '../core/hypot.ts';
import { restStepOf, Status, statusNames, statusOf } from '../core/status.ts';
import type { TeamSnapshot } from '../engine/engine.ts';
import { type Plan, rateCount, trajectoriesOfRate, windowOf } from '../engine/plan.ts';
import { readsHessian } from '../optimizers/optimizer.ts';
import { createStepRules, type StepRules } from '../reference/step-rules.ts';
import { type BoundedSurface, createBoundedSurface, planar } from './bounded-surface.ts';
import { type GradientRange, rangeOf, takenGradient } from './gradient-range.ts';
import type { Ledger, Tally } from './ledger.ts';
import type { CheckContext, CheckInputs } from './report.ts';
import { placeRange, type StepRange, type TwinInputs, twinRange } from './twin-range.ts';

/** What a step starts from. */
export type Trajectories = Pick<TeamSnapshot, 'step' | 'position' | 'state' | 'status'>;

/** Judges single steps of one team of a plan. */
export interface StepJudge {
  /**
   * Compares the engine's step from `before` to `after` with the reference's from the same `before`, and what it
   * says of loss and gradient norm at `after` with the reference's there.
   * @param before,after snapshots one step apart, float32 values
   */
  judge(before: Trajectories, after: TeamSnapshot): void;
}

/** @param team index into `plan.teams` */
export function createStepJudge(plan: Plan, team: number, ledger: Ledger, context: CheckContext): StepJudge {
  const { optimizer } = plan.teams[team];
  const surface = createBoundedSurface(plan.surface, readsHessian(optimizer) ? 6 : 3);
  const tally = (quantity: string) => ledger.tally(quantity, context);
  const tallies: Tallies = {
    position: tally('position'),
    status: tally('status'),
    state: Object.fromEntries(optimizer.state.map(({ name }) => [name, tally(`state ${name}`)])),
  };
  const observed = { loss: tally('observed loss'), gradientNorm: tally('observed gradient norm') };
  const groups = Array.from({ length: rateCount(plan) }, (_, rate) => {
    const [low, high] = trajectoriesOfRate(plan, rate);
    const own = windowOf(plan, plan.first + low, high - low);
    return { low, high, rules: createStepRules(own, team, { float32Inputs: true }, rate) };
  });
  return {
    judge(before, after) {
      for (const { low, high, rules } of groups) {
        const part = { before: partOf(before, low, high), after: partOf(after, low, high) };
        const expected = expectStep(rules, surface, part.before);
        for (let k = 0; k < high - low; k++) judgeTrajectory({ rules, expected, ...part, k, tallies });
      }
      judgeObserved(surface, after, observed);
    },
  };
}

/** Some trajectories of a snapshot. */
function partOf(snapshot: Trajectories, low: number, high: number): Trajectories {
  const pairs = (column: Float64Array) => column.subarray(2 * low, 2 * high);
  return {
    step: snapshot.step,
    position: pairs(snapshot.position),
    state: Object.fromEntries(Object.entries(snapshot.state).map(([name, column]) => [name, pairs(column)])),
    status: snapshot.status.subarray(low, high),
  };
}

interface Tallies {
  position: Tally;
  status: Tally;
  state: Record<string, Tally>;
}

/** What the reference makes of a snapshot, in float64 and with bounds. */
export interface Expected {
  loss: Float64Array;
  lossBound: Float64Array;
  norm: Float64Array;
  normBound: Float64Array;
  gradient: GradientRange;
  range: StepRange;
}

/** The reference's step from a snapshot, with the ranges that float32 leaves it. */
export function expectStep(rules: StepRules, surface: BoundedSurface, before: Trajectories): Expected {
  const { optimizer, hyper } = rules;
  const { values, bounds } = surface.evaluate(...planar(before.position));
  const [loss, gx, gy] = values;
  const [lossBound, bx, by] = bounds;
  const inputs = {
    optimizer,
    hyper,
    scalars: rules.scalars(before.step, 1)[0],
    theta: before.position,
    state: before.state,
    readings: readingRanges(rules, values, bounds),
  };
  const gradient = takenGradient({
    rules,
    surface,
    step: before.step,
    position: before.position,
    place: placeRange(inputs),
    slope: rangeOf([gx, gy], [bx, by]),
  });
  const range = twinRange({ ...inputs, gradient });
  const norm = gx.map((value, k) => hypot(value, gy[k]));
  const normBound = norm.map((value, k) => normError(value, bx[k], by[k]));
  return { loss, lossBound, norm, normBound, gradient, range };
}

/** Outputs of a surface at the two coordinates, by reading. */
const outputsRead = { loss: [0, 0], curvature: [3, 5], crossCurvature: [4, 4] } as const;

function readingRanges(
  { reads }: StepRules,
  values: readonly Float64Array[],
  bounds: readonly Float64Array[],
): TwinInputs['readings'] {
  const ranges = reads.map((name) => {
    const [first, second] = outputsRead[name];
    return [name, rangeOf([values[first], values[second]], [bounds[first], bounds[second]])] as const;
  });
  return Object.fromEntries(ranges);
}

/** Roundings of √(x² + y²): two squares, a sum and a root, of which WGSL lets the root be off by 4.5 units. */
const NORM_ROUNDINGS = 12;

function normError(norm: number, bx: number, by: number): number {
  const error = hypot(bx, by) + NORM_ROUNDINGS * UNIT_ROUNDOFF * norm + FLOAT32_MIN_NORMAL;
  return norm + error < FLOAT32_MAX ? error : Number.POSITIVE_INFINITY;
}

interface Judgement {
  rules: StepRules;
  expected: Expected;
  before: Trajectories;
  after: Trajectories;
  /** Trajectory. */
  k: number;
  tallies: Tallies;
}

function judgeTrajectory(judgement: Judgement): void {
  const { expected, before, after, k, tallies } = judgement;
  const at = () => inputsOf(judgement);
  const claimed = statusOf(after.status[k]);
  const isUnmoved = sameTrajectory(before, after, k);

  if (statusOf(before.status[k]) !== Status.running) {
    tallies.status.same(after.status[k] === before.status[k] && isUnmoved, at);
    return;
  }
  if (!(Number.isFinite(before.position[2 * k]) && Number.isFinite(before.position[2 * k + 1]))) {
    // Whatever the loss makes of such a place, no step leads back from it.
    tallies.status.same(claimed === Status.nonFinite && mayHaveStatus(judgement), at);
    return;
  }
  const { lossBound, normBound } = expected;
  if (!(Number.isFinite(lossBound[k]) && Number.isFinite(normBound[k]))) {
    skip(judgement, at);
    return;
  }

  const convergence = judgeConvergence(judgement);
  if (claimed === Status.converged) {
    tallies.status.same(convergence.may && mayHaveStatus(judgement), at);
    return;
  }
  if (convergence.must) tallies.status.same(false, at);
  else judgeMove(judgement, at);
}

/** Whether a trajectory may, and whether it must, rest as converged where it is. */
function judgeConvergence({ rules, expected, k }: Judgement): { may: boolean; must: boolean } {
  const { loss, lossBound, norm, normBound } = expected;
  const tests = [
    { value: loss[k], bound: lossBound[k], threshold: rules.stopLoss },
    { value: norm[k], bound: normBound[k], threshold: rules.stopNorm },
  ];
  return {
    may: tests.some(({ value, bound, threshold }) => value - bound <= threshold),
    must: tests.some(({ value, bound, threshold }) => value + bound <= threshold),
  };
}

function judgeMove(judgement: Judgement, at: () => CheckInputs): void {
  const { expected, before, after, k, tallies } = judgement;
  const claimed = statusOf(after.status[k]);
  const { theta } = expected.range.outcomes;
  const elements = [2 * k, 2 * k + 1];
  if (!elements.every((i) => Number.isFinite(theta.allowed[i]))) {
    skip(judgement, at);
    return;
  }

  tallies.status.same(claimed !== Status.nonFinite && mayHaveStatus(judgement), at);
  for (const i of elements) {
    tallies.position.judge(Math.abs(after.position[i] - theta.value[i]), theta.allowed[i], at);
    for (const [name, tally] of Object.entries(tallies.state)) {
      const { value, allowed } = expected.range.outcomes[name];
      const difference = Math.abs(after.state[name][i] - value[i]);
      tally.judge(difference, allowed[i], () => ({ ...at(), [`${name} before`]: before.state[name][i] }));
    }
  }
}

/** Roundings of |x − centre| in float32, in units in the last place of x and of the centre. */
const DISTANCE_ULPS = 2;

/**
 * Whether a status fits what the engine itself says of before and after, which needs no bounds. A step ends running,
 * or diverged at this very step if the new position is that far out. A trajectory that left the numbers keeps the last
 * position that it had, and all it had if the loss or gradient there was already none.
 */
function mayHaveStatus({ rules: { center, reach }, before, after, k }: Judgement): boolean {
  const claimed = statusOf(after.status[k]);
  const restStep = restStepOf(after.status[k]);
  if (claimed === Status.converged) return restStep === before.step && sameTrajectory(before, after, k);
  if (claimed === Status.nonFinite) {
    const isUnmoved = samePosition(before, after, k);
    return restStep === before.step
      ? sameTrajectory(before, after, k)
      : isUnmoved && restStep === before.step + 1;
  }
  const excess = [0, 1].map((i) => Math.abs(after.position[2 * k + i] - center[i]) - reach[i]);
  const slack = [0, 1].map((i) => DISTANCE_ULPS * (ulp32(after.position[2 * k + i]) + ulp32(center[i])));
  const mayBeFar = excess.some((value, i) => value > -slack[i]);
  const mustBeFar = excess.some((value, i) => value > slack[i]);
  const isPlace = excess.every(Number.isFinite);
  if (claimed === Status.diverged) return isPlace && mayBeFar && restStep === before.step + 1;
  return isPlace && !mustBeFar;
}

/** Where rounding allows any outcome, what the engine says must still agree with itself. */
function skip(judgement: Judgement, at: () => CheckInputs): void {
  const { tallies } = judgement;
  tallies.status.same(mayHaveStatus(judgement), at);
  for (const tally of [tallies.position, ...Object.values(tallies.state)]) tally.skip();
}

function judgeObserved(
  surface: BoundedSurface,
  { position, loss, gradientNorm, step }: TeamSnapshot,
  tallies: { loss: Tally; gradientNorm: Tally },
): void {
  const [x, y] = planar(position);
  const {
    values: [value, gx, gy],
    bounds: [bound, bx, by],
  } = surface.evaluate(x, y);
  for (let k = 0; k < x.length; k++) {
    const at = () => ({ x: x[k], y: y[k], step });
    const norm = hypot(gx[k], gy[k]);
    tallies.loss.judge(Math.abs(loss[k] - value[k]), bound[k], at);
    tallies.gradientNorm.judge(Math.abs(gradientNorm[k] - norm), normError(norm, bx[k], by[k]), at);
  }
}

/** Equal, or both NaN. Zeros of either sign are the same place. */
const same = (a: number, b: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b));

const samePair = (a: Float64Array, b: Float64Array, k: number): boolean =>
  same(a[2 * k], b[2 * k]) && same(a[2 * k + 1], b[2 * k + 1]);

const samePosition = (before: Trajectories, after: Trajectories, k: number): boolean =>
  samePair(before.position, after.position, k);

const sameTrajectory = (before: Trajectories, after: Trajectories, k: number): boolean =>
  samePosition(before, after, k) &&
  Object.keys(before.state).every((name) => samePair(before.state[name], after.state[name], k));

function inputsOf({ expected, before, after, k }: Judgement): CheckInputs {
  const status = ({ status }: Trajectories) => statusNames[statusOf(status[k])];
  return {
    step: before.step,
    trajectory: k,
    x: before.position[2 * k],
    y: before.position[2 * k + 1],
    gx: expected.gradient.value[2 * k],
    gy: expected.gradient.value[2 * k + 1],
    status: `${status(before)} → ${status(after)}`,
    'x after': after.position[2 * k],
    'y after': after.position[2 * k + 1],
  };
}
