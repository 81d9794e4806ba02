import { FLOAT32_MAX, FLOAT32_MIN_NORMAL, UNIT_ROUNDOFF, ulp32 } from '../core/float32.ts';
import { hypot } from '../core/hypot.ts';
import { planar } from '../core/pairs.ts';
import { restStepOf, Status, statusNames, statusOf } from '../core/status.ts';
import type { TeamSnapshot } from '../engine/engine.ts';
import { type Plan, rateCount, trajectoriesOfRate, windowOf } from '../engine/plan.ts';
import { readsHessian } from '../optimizers/optimizer.ts';
import { createStepRules, type StepRules } from '../reference/step-rules.ts';
import { type BoundedSurface, createBoundedSurface } from './bounded-surface.ts';
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
  /** Compares what the engine makes of running trajectories where they are, before any step. */
  judgePlaces(snapshot: TeamSnapshot): void;
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
      const places = judgeObserved(surface, after, observed);
      for (const { low, high, rules } of groups) {
        const part = { before: partOf(before, low, high), after: partOf(after, low, high) };
        const expected = expectStep(rules, surface, part.before);
        for (let k = 0; k < high - low; k++) {
          judgeTrajectory({ rules, expected, place: placeOf(places, rules, low + k), ...part, k, tallies });
        }
      }
    },
    judgePlaces(snapshot) {
      const places = judgeObserved(surface, snapshot, observed);
      const { rules } = groups[0];
      for (let k = 0; k < snapshot.status.length; k++) {
        judgePlace(snapshot, placeOf(places, rules, k), k, tallies.status);
      }
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
  gradient: GradientRange;
  range: StepRange;
}

/** The reference's step from a snapshot, with the ranges that float32 leaves it. */
export function expectStep(rules: StepRules, surface: BoundedSurface, before: Trajectories): Expected {
  const { optimizer, hyper } = rules;
  const { values, bounds } = surface.evaluate(...planar(before.position));
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
    slope: rangeOf([values[1], values[2]], [bounds[1], bounds[2]]),
  });
  return { gradient, range: twinRange({ ...inputs, gradient }) };
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

/** What may become of a trajectory at a place. */
interface Place {
  /** Its loss or gradient may be no number. */
  mayBeNone: boolean;
  /** The engine itself says that the loss is none. */
  isNone: boolean;
  mayConverge: boolean;
  mustConverge: boolean;
}

function placeOf(places: Places, { stopLoss, stopNorm }: StepRules, k: number): Place {
  const { loss, lossBound, norm, normBound, claimedLoss } = places;
  const tests = [
    { value: loss[k], bound: lossBound[k], threshold: stopLoss },
    { value: norm[k], bound: normBound[k], threshold: stopNorm },
  ];
  const mayBeNone = !(Number.isFinite(lossBound[k]) && Number.isFinite(normBound[k]));
  return {
    mayBeNone,
    isNone: !Number.isFinite(claimedLoss[k]),
    mayConverge: mayBeNone || tests.some(({ value, bound, threshold }) => value - bound <= threshold),
    mustConverge: tests.some(({ value, bound, threshold }) => value + bound <= threshold),
  };
}

function judgePlace({ status, step, position }: TeamSnapshot, place: Place, k: number, tally: Tally): void {
  const claimed = statusOf(status[k]);
  const isRight =
    claimed === Status.running
      ? !place.mustConverge && !place.isNone
      : restStepOf(status[k]) === step &&
        (claimed === Status.converged ? place.mayConverge : claimed === Status.nonFinite && place.mayBeNone);
  tally.same(isRight, () => ({
    step,
    trajectory: k,
    x: position[2 * k],
    y: position[2 * k + 1],
    status: statusNames[claimed],
  }));
}

interface Judgement {
  rules: StepRules;
  expected: Expected;
  /** Where the engine says the step led. */
  place: Place;
  before: Trajectories;
  after: Trajectories;
  /** Trajectory. */
  k: number;
  tallies: Tallies;
}

function judgeTrajectory(judgement: Judgement): void {
  const { expected, before, after, k, tallies } = judgement;
  const at = () => inputsOf(judgement);
  if (statusOf(before.status[k]) !== Status.running) {
    const isUnmoved = sameTrajectory(before, after, k);
    tallies.status.same(after.status[k] === before.status[k] && isUnmoved, at);
    return;
  }
  const { theta } = expected.range.outcomes;
  const elements = [2 * k, 2 * k + 1];
  const isJudged = elements.every((i) => Number.isFinite(theta.allowed[i]));
  const isLost = statusOf(after.status[k]) === Status.nonFinite && samePosition(before, after, k);
  tallies.status.same(mayHaveStatus(judgement) && !(isJudged && isLost), at);
  if (!isJudged) {
    for (const tally of [tallies.position, ...Object.values(tallies.state)]) tally.skip();
    return;
  }
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
 * Whether a status fits what the engine itself says of before and after, and what bounds say of the place it says the step
 * led to. A trajectory whose next position, or gradient taken elsewhere, is none keeps the last position that it had; one
 * whose gradient was none also its state.
 */
function mayHaveStatus({ rules: { center, reach }, place, before, after, k }: Judgement): boolean {
  const claimed = statusOf(after.status[k]);
  const restStep = restStepOf(after.status[k]);
  const isOnTime = restStep === before.step + 1;
  const excess = [0, 1].map((i) => Math.abs(after.position[2 * k + i] - center[i]) - reach[i]);
  const isPlace = excess.every(Number.isFinite);
  if (claimed === Status.nonFinite) {
    if (restStep === before.step) return sameTrajectory(before, after, k);
    return isOnTime && (samePosition(before, after, k) || (isPlace && place.mayBeNone));
  }
  const slack = [0, 1].map((i) => DISTANCE_ULPS * (ulp32(after.position[2 * k + i]) + ulp32(center[i])));
  const mayBeFar = excess.some((value, i) => value > -slack[i]);
  const mustBeFar = excess.some((value, i) => value > slack[i]);
  // From what is no place no step leads back to one.
  if (!isPlace || !(Number.isFinite(before.position[2 * k]) && Number.isFinite(before.position[2 * k + 1]))) {
    return false;
  }
  if (claimed === Status.diverged) return isOnTime && mayBeFar;
  if (mustBeFar) return false;
  return claimed === Status.converged ? isOnTime && place.mayConverge : !place.mustConverge && !place.isNone;
}

/** Loss and gradient norm where trajectories are, with their bounds, and the loss that the engine claims. */
interface Places {
  loss: Float64Array;
  lossBound: Float64Array;
  norm: Float64Array;
  normBound: Float64Array;
  claimedLoss: Float64Array;
}

function judgeObserved(
  surface: BoundedSurface,
  snapshot: TeamSnapshot,
  tallies: { loss: Tally; gradientNorm: Tally },
): Places {
  const [x, y] = planar(snapshot.position);
  const {
    values: [loss, gx, gy],
    bounds: [lossBound, bx, by],
  } = surface.evaluate(x, y);
  const norm = gx.map((value, k) => hypot(value, gy[k]));
  const normBound = norm.map((value, k) => normError(value, bx[k], by[k]));
  for (let k = 0; k < x.length; k++) {
    const at = () => ({ x: x[k], y: y[k], step: snapshot.step });
    tallies.loss.judge(Math.abs(snapshot.loss[k] - loss[k]), lossBound[k], at);
    tallies.gradientNorm.judge(Math.abs(snapshot.gradientNorm[k] - norm[k]), normBound[k], at);
  }
  return { loss, lossBound, norm, normBound, claimedLoss: snapshot.loss };
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
