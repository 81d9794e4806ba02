import { FLOAT32_MAX, FLOAT32_MIN_NORMAL, UNIT_ROUNDOFF, ulp32 } from '../core/float32.ts';
import { hypot } from '../core/hypot.ts';
import type { Numbers } from '../core/numbers.ts';
import type { Columns, Optimizer, Reading, Wrapper } from '../optimizers/optimizer.ts';
import { wrapOptimizer } from '../optimizers/wrap.ts';
import type { GradientRange, PlaceRange } from './gradient-range.ts';

/** What one float32 step may give: the float64 outcome, and how far from it is allowed, [2n] interleaved. */
export interface StepRange {
  /** One entry for `theta`, one per state slot. Where `allowed` is +∞ nothing can be judged. */
  outcomes: Readonly<Record<string, { value: Float64Array; allowed: Float64Array }>>;
}

/**
 * A twin rounds after every operation. To first order each rounding is the same as a small relative change of one of
 * the operation's inputs, and so of one of the twin's: this many units of roundoff, for the longest path through a
 * twin (about ten operations, of which WGSL lets a quotient be off by 5 units) after other inputs' changes have
 * taken their share of it.
 */
const INPUT_ROUNDINGS = 8;
/** Roundings of the outcome itself, in units in the last place: the final sum, and the conversion to float32. */
const OUTCOME_ULPS = 2;
/**
 * The product of an input with a coefficient (a rate, a decay, or several) may be denormal and flushed to zero, and a
 * quotient may then make what was lost large: inputs below this may act as zero. Coefficients are not below 2⁻³⁰.
 */
const FLUSH_REACH = FLOAT32_MIN_NORMAL * 2 ** 30;
/**
 * Two products of numbers and one sum lie between what a twin reads and the largest thing that it makes on the way, and
 * a difference of two such may be the outcome: it is less than this times the largest coefficient, squared.
 */
const INTERMEDIATE_TERMS = 4;
/** Fractions of a range at which the twin is evaluated. */
const SAMPLES = [0, 1 / 8, 1 / 4, 3 / 8, 5 / 8, 3 / 4, 7 / 8, 1];
/** The same for each of two coordinates that meet; fewer, since every pair is tried. */
const PAIR_SAMPLES = [0, 1 / 4, 1 / 2, 3 / 4, 1];
/** An extreme between two samples rises above them by at most this share of the range, for a smooth response. */
const BETWEEN_SAMPLES = 1 / 8;

/** A gradient whose range is more than this share of its length has no direction. */
const LOST = 0.5;
/** What moves by no more than this is judged all the same. */
const LITTLE_ULPS = 64;

/** Everything a twin reads. `theta` and the slots are float32 values, [2n] interleaved. */
export interface TwinInputs {
  optimizer: Optimizer;
  hyper: Numbers;
  scalars: Numbers;
  theta: Float64Array;
  gradient: GradientRange;
  state: Readonly<Record<string, Float64Array>>;
  /** One per reading of the optimizer. */
  readings: Readonly<Partial<Record<Reading, GradientRange>>>;
}

/**
 * The range of one step: the twin's response over the ranges of the gradient and of what else it reads, plus its own
 * rounding by conditioning, one input after the other (mixed forward–backward stability, Higham 2002, §1.5), plus rounding
 * of the outcome. Where one coordinate's step depends on the other's, what is one input otherwise is two.
 */
export function twinRange(inputs: TwinInputs): StepRange {
  const { optimizer, hyper, scalars } = inputs;
  const twin = createTwin(inputs);
  const ranges: Readonly<Record<string, GradientRange>> = { g: inputs.gradient, ...inputs.readings };
  const parts = optimizer.couples ? [evenOnly, oddOnly] : [everywhere];
  const given = [hyper, scalars] as const;
  const flushed = [withoutDenormals(hyper), withoutDenormals(scalars)] as const;
  const numberReadings = given.some(hasDenormal) ? [given, flushed] : [given];
  for (const [name, range] of Object.entries(ranges)) {
    for (const numbers of numberReadings) {
      for (const sample of optimizer.couples ? pairsOf(range) : samplesOf(range, SAMPLES)) {
        twin.try({ [name]: sample }, ...numbers);
      }
    }
    twin.allow(1 + BETWEEN_SAMPLES);
  }
  if (optimizer.couples) twin.refuseLost(inputs.gradient);

  const relative = INPUT_ROUNDINGS * UNIT_ROUNDOFF;
  for (const [name, column] of Object.entries(twin.given)) {
    for (const part of parts) {
      for (const by of [relative, -relative]) {
        const moved = column.map((value) => perturbed(value, by));
        twin.try({ [name]: part(column, moved) }, hyper, scalars);
      }
      twin.allow(1);
    }
  }
  // What flushing changes, also beyond a jump that it leads over (a sign that is no more), where the gradient counts with
  // its whole range; one column after the other and all together, since a sum keeps its sign while one term is left.
  const reach = flushReach(optimizer);
  for (const columns of [...Object.keys(twin.given).map((name) => [name]), Object.keys(twin.given)]) {
    for (const end of ['value', 'low', 'high'] as const) {
      const ends = Object.fromEntries(Object.entries(ranges).map(([name, range]) => [name, range[end]]));
      const beside: Columns = { ...twin.given, ...ends };
      const changed = flushedColumns(beside, columns, reach);
      if (changed !== null) twin.tryBeside(beside, changed, hyper, scalars);
    }
    twin.allow(1);
  }
  for (const slots of twin.flushableSlots()) twin.try({}, ...flushed, slots);
  twin.allow(1);
  for (const { name, kind } of optimizer.hyper) {
    const by = kind === 'number' ? relative * distanceToExact(hyper[name]) : 0;
    if (by === 0) continue;
    for (const delta of [by, -by]) twin.try({}, { ...hyper, [name]: hyper[name] + delta }, scalars);
    twin.allow(1);
  }
  for (const name of optimizer.scalars) {
    for (const by of [relative, -relative]) {
      twin.try({}, hyper, { ...scalars, [name]: scalars[name] * (1 + by) });
    }
    twin.allow(1);
  }
  for (const by of [1, -1]) twin.tryRoundedBefore(by);
  twin.allow(1);
  if (optimizer.couples) addRoundingAcross(twin.outcomes[0], inputs.theta);
  addRounding(twin.outcomes);
  forgetOverflowing(inputs, twin.outcomes);
  return { outcomes: Object.fromEntries(twin.outcomes.map((outcome) => [outcome.name, outcome])) };
}

/** Where an optimizer has its gradient taken, in float32: what its `gradientAt` gives, and how far from it is allowed. */
export function placeRange(inputs: Omit<TwinInputs, 'gradient'>): PlaceRange | null {
  const { gradientAt } = inputs.optimizer;
  if (gradientAt === undefined) return null;
  const finder: Optimizer = {
    ...inputs.optimizer,
    base: undefined, // the place is found before any step, so nothing of what follows a step is in it
    step(columns, h, s, n) {
      const at = new Float64Array(n);
      gradientAt(columns, h, s, n, at);
      columns.theta.set(at);
    },
  };
  const nothing = new Float64Array(inputs.theta.length);
  const gradient = { value: nothing, low: nothing, high: nothing };
  const { value, allowed } = twinRange({ ...inputs, optimizer: finder, gradient }).outcomes.theta;
  return { value, reach: allowed };
}

/** One coordinate of each trajectory, or both, from `changed` and the rest from `column`. */
type Part = (column: Float64Array, changed: Float64Array) => Float64Array;
const everywhere: Part = (_, changed) => changed;
const evenOnly: Part = (column, changed) => changed.map((value, i) => (i % 2 === 0 ? value : column[i]));
const oddOnly: Part = (column, changed) => changed.map((value, i) => (i % 2 === 1 ? value : column[i]));

interface Outcome {
  name: string;
  value: Float64Array;
  allowed: Float64Array;
  /** Largest deviation among the tries since the last `allow`; +∞ where one was no float32. */
  deviation: Float64Array;
  /** What the twin works on. */
  work: Float64Array;
}

/** Runs a twin over and over on the same few arrays. */
function createTwin({ optimizer, hyper, scalars, theta, gradient, state, readings }: TwinInputs) {
  const n = theta.length;
  const read = Object.fromEntries(Object.entries(readings).map(([name, { value }]) => [name, value]));
  const given: Columns = { theta, g: gradient.value, ...state, ...read } as Columns;
  const reach = flushReach(optimizer);
  const work = Object.fromEntries(Object.keys(given).map((name) => [name, new Float64Array(n)])) as Columns;
  const run = (
    changed: Partial<Columns>,
    h: Numbers,
    s: Numbers,
    flushedSlots: readonly string[] = [],
    step: Optimizer['step'] = optimizer.step,
  ) => {
    for (const [name, column] of Object.entries(given)) work[name].set(changed[name] ?? column);
    const flushing = Object.fromEntries(
      flushedSlots.map((name) => [name, flushingColumn(work[name], reach)]),
    );
    step({ ...work, ...flushing }, h, s, n);
  };
  run({}, hyper, scalars);
  const outcomes: Outcome[] = ['theta', ...Object.keys(state)].map((name) => ({
    name,
    value: work[name].slice(),
    allowed: new Float64Array(n),
    deviation: new Float64Array(n),
    work: work[name],
  }));
  return {
    given,
    outcomes,
    /** One more run, with some columns or numbers changed, and some slots flushed as they are written. */
    try(changed: Partial<Columns>, h: Numbers, s: Numbers, flushedSlots?: readonly string[]): void {
      run(changed, h, s, flushedSlots);
      for (const outcome of outcomes) noteDeviation(outcome, outcome.value);
    },
    /**
     * Where nobody knows which way a vector points, what couples its coordinates may do anything, unless it has been seen
     * to do next to nothing: nothing is judged there.
     */
    refuseLost({ value: middle, low, high }: GradientRange): void {
      const off = (i: number) => Math.max(high[i] - middle[i], middle[i] - low[i]);
      for (let i = 0; i < n; i += 2) {
        if (!(hypot(off(i), off(i + 1)) > LOST * hypot(middle[i], middle[i + 1]))) continue;
        for (const { value, allowed } of outcomes) {
          for (const k of [i, i + 1]) {
            if (allowed[k] > LITTLE_ULPS * ulp32(value[k])) allowed[k] = Number.POSITIVE_INFINITY;
          }
        }
      }
    },
    /** One more run, in which the position is rounded up or down before what is done after the step. */
    tryRoundedBefore(by: number): void {
      if (optimizer.base === undefined) return;
      const rounding = roundingWrapper(by, optimizer.couples === true);
      const { step } = wrapOptimizer(optimizer.base, [rounding, ...(optimizer.wrappers ?? [])]);
      run({}, hyper, scalars, [], step);
      for (const outcome of outcomes) noteDeviation(outcome, outcome.value);
    },
    /** What a change makes of other columns than those given. */
    tryBeside(beside: Columns, changed: Partial<Columns>, h: Numbers, s: Numbers): void {
      run(beside, h, s);
      const unchanged = outcomes.map((outcome) => outcome.work.slice());
      run({ ...beside, ...changed }, h, s);
      for (const [k, outcome] of outcomes.entries()) noteDeviation(outcome, unchanged[k]);
    },
    /** Slots that hold something that may have been flushed: each alone, and all together. */
    flushableSlots(): string[][] {
      const names = outcomes
        .filter(({ name, value }) => name !== 'theta' && value.some((x) => mayBeFlushed(x, reach)))
        .map(({ name }) => name);
      return names.length > 1 ? [...names.map((name) => [name]), names] : names.map((name) => [name]);
    },
    /** What was tried since the last call is allowed, times a factor. */
    allow(factor: number): void {
      for (const { allowed, deviation } of outcomes) {
        for (let i = 0; i < n; i++) allowed[i] += factor * deviation[i];
        deviation.fill(0);
      }
    },
  };
}

/**
 * Moves each position by the roundings of an outcome: what an optimizer's own last operations may do to it.
 * @param meets with those of the other coordinate's step, as `addRoundingAcross`
 */
const roundingWrapper = (by: number, meets: boolean): Wrapper => ({
  id: 'rounding',
  title: 'Rounding',
  description: 'Rounds up or down.',
  source: 'IEEE 754',
  equations: [],
  hyper: [],
  state: [],
  scalars: [],
  prepare: () => ({}),
  finish({ theta }, before, _h, _s, n) {
    const moves = before.map((value, i) => theta[i] - value);
    for (let i = 0; i < n; i++) {
      theta[i] += by * OUTCOME_ULPS * (ulp32(theta[i]) + (meets ? ulp32(moves[i ^ 1]) : 0));
    }
  },
});

const mayBeFlushed = (value: number, reach: number): boolean => value !== 0 && Math.abs(value) < reach;

/** Coordinates that meet do so in products of two: what is lost is lost from the root on. */
const flushReach = ({ couples }: Optimizer): number => (couples ? Math.sqrt(FLUSH_REACH) : FLUSH_REACH);

/**
 * A column that is written as a device may: a square of a gradient below 10⁻¹⁹ is denormal though the gradient is not,
 * so the slot made of it is zero for all that the same step makes of the slot. Only the twin itself knows when it
 * writes, hence the proxy.
 */
function flushingColumn(column: Float64Array, reach: number): Float64Array {
  return new Proxy(column, {
    get: (target, index) => target[index as unknown as number],
    set(target, index, value: number) {
      target[index as unknown as number] = mayBeFlushed(value, reach) ? 0 : value;
      return true;
    },
  });
}

function noteDeviation({ deviation, work }: Outcome, from: Float64Array): void {
  for (let i = 0; i < work.length; i++) {
    const away = Math.abs(work[i] - from[i]);
    if (!(Math.abs(work[i]) < FLOAT32_MAX)) deviation[i] = Number.POSITIVE_INFINITY;
    else if (away > deviation[i]) deviation[i] = away;
  }
}

/**
 * Where coordinates meet, each moves by a sum of products with both. Where these cancel, what is left is their rounding, and
 * no change of an input shows it: a multiple of the identity that was learned along a diagonal takes a gradient along
 * one axis to a step along that axis, whatever the multiple.
 */
function addRoundingAcross({ value, allowed }: Outcome, theta: Float64Array): void {
  for (let i = 0; i < theta.length; i++) {
    const other = i ^ 1;
    allowed[i] += OUTCOME_ULPS * ulp32(value[other] - theta[other]);
  }
}

/** Where one outcome overflows, the others have been made of it: an infinite `v` leads to a step of zero. */
function addRounding(outcomes: readonly Outcome[]): void {
  for (let i = 0; i < outcomes[0].value.length; i++) {
    let fits = true;
    for (const { value, allowed } of outcomes) {
      allowed[i] += OUTCOME_ULPS * ulp32(value[i]) + FLOAT32_MIN_NORMAL;
      fits &&= Math.abs(value[i]) + allowed[i] < FLOAT32_MAX;
    }
    if (!fits) for (const { allowed } of outcomes) allowed[i] = Number.POSITIVE_INFINITY;
  }
}

/**
 * In float32 a product on the way (a rate times a velocity) may overflow and make an infinity or no number at all of an
 * outcome that is harmless in float64: nothing is judged where it could.
 */
function forgetOverflowing(
  { optimizer, hyper, scalars, theta, gradient, state, readings }: TwinInputs,
  outcomes: readonly Outcome[],
): void {
  const ranges = [gradient, ...Object.values(readings)];
  const coefficient = Math.max(1, ...[...Object.values(hyper), ...Object.values(scalars)].map(Math.abs));
  const largest = FLOAT32_MAX / (INTERMEDIATE_TERMS * coefficient ** 2);
  const most = optimizer.couples ? Math.sqrt(largest) : largest;
  const columns = [
    theta,
    ...ranges.flatMap(({ low, high }) => [low, high]),
    ...Object.values(state),
    ...outcomes.map(({ value }) => value),
  ];
  for (let i = 0; i < theta.length; i++) {
    if (columns.every((column) => Math.abs(column[i]) < most)) continue;
    for (const { allowed } of outcomes) allowed[i] = Number.POSITIVE_INFINITY;
  }
}

const isDenormal = (value: number): boolean => value !== 0 && Math.abs(value) < FLOAT32_MIN_NORMAL;
const hasDenormal = (numbers: Numbers): boolean => Object.values(numbers).some(isDenormal);

/** What a device may read of numbers: an epsilon of 10⁻³⁸ may be none. */
const withoutDenormals = (numbers: Numbers): Numbers =>
  Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, isDenormal(value) ? 0 : value]));

/** Values over the range, and zero where the range holds it: signs and kinks turn there. */
function* samplesOf({ low, high }: GradientRange, fractions: readonly number[]): Generator<Float64Array> {
  for (const f of fractions) yield low.map((from, i) => from + f * (high[i] - from));
  yield low.map((from, i) => (from <= 0 && high[i] >= 0 ? 0 : from));
}

/** Each coordinate's values with each of the other's: a norm is lowest where both are, and no sum of two changes tells. */
function* pairsOf(range: GradientRange): Generator<Float64Array> {
  const samples = [...samplesOf(range, PAIR_SAMPLES)];
  for (const x of samples) for (const y of samples) yield evenOnly(y, x);
}

/** The named columns with zeros where a device may have flushed; null where none has. */
function flushedColumns(given: Columns, names: readonly string[], reach: number): Partial<Columns> | null {
  const lossy = names.filter((name) => given[name].some((x) => mayBeFlushed(x, reach)));
  if (lossy.length === 0) return null;
  return Object.fromEntries(
    lossy.map((name) => [name, given[name].map((x) => (mayBeFlushed(x, reach) ? 0 : x))]),
  );
}

/** Moves a value relatively, and by what flushing denormals to zero can do, without changing its sign. */
function perturbed(value: number, relative: number): number {
  const moved = value * (1 + relative) + Math.sign(relative) * FLOAT32_MIN_NORMAL;
  if (value === 0) return Math.max(moved, 0);
  return Math.sign(moved) === Math.sign(value) ? moved : 0;
}

/**
 * Twins multiply by h and by 1 − h, and in float32 the difference from 1 is itself good to a relative rounding
 * (exact above ½, Sterbenz 1974): what may be changed relatively is the smaller of the two.
 */
function distanceToExact(h: number): number {
  return h > 0 && h < 1 ? Math.min(h, 1 - h) : Math.abs(h);
}
