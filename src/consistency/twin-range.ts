import { FLOAT32_MAX, FLOAT32_MIN_NORMAL, UNIT_ROUNDOFF, ulp32 } from '../core/float32.ts';
import type { Numbers } from '../core/numbers.ts';
import type { Columns, Optimizer } from '../optimizers/optimizer.ts';
import type { GradientRange } from './gradient-range.ts';

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
/** Fractions of the gradient's range at which the twin is evaluated. */
const SAMPLES = [0, 1 / 8, 1 / 4, 3 / 8, 5 / 8, 3 / 4, 7 / 8, 1];
/** An extreme between two samples rises above them by at most this share of the range, for a smooth response. */
const BETWEEN_SAMPLES = 1 / 8;

/** Everything a twin reads. `theta` and the slots are float32 values, [2n] interleaved. */
export interface TwinInputs {
  optimizer: Optimizer;
  hyper: Numbers;
  scalars: Numbers;
  theta: Float64Array;
  gradient: GradientRange;
  state: Readonly<Record<string, Float64Array>>;
}

/**
 * The range of one step: the twin's response over the gradient's range, plus its own rounding by conditioning, one
 * input after the other (mixed forward–backward stability, Higham 2002, §1.5), plus rounding of the outcome.
 */
export function twinRange(inputs: TwinInputs): StepRange {
  const twin = createTwin(inputs);
  const nominal = twin.run((copy) => copy);
  const outcomes = Object.fromEntries(
    Object.entries(nominal).map(([name, value]) => [
      name,
      { value: value.slice(), allowed: new Float64Array(value.length) },
    ]),
  );
  const names = Object.keys(outcomes);
  const addDeviation = (results: readonly Columns[], factor: number) => {
    for (const name of names) {
      const { value, allowed } = outcomes[name];
      for (let i = 0; i < value.length; i++) allowed[i] += factor * deviation(results, name, i, value[i]);
    }
  };

  const copies = twin.gradientSamples().map((g) => copyOf(twin.run((columns) => ({ ...columns, g }))));
  addDeviation(copies, 1 + BETWEEN_SAMPLES);
  for (const [up, down] of twin.perturbations()) addDeviation([up, down], 1);
  for (const name of names) {
    const { value, allowed } = outcomes[name];
    for (let i = 0; i < value.length; i++) {
      const rounded = allowed[i] + OUTCOME_ULPS * ulp32(value[i]) + FLOAT32_MIN_NORMAL;
      const fits = Math.abs(value[i]) + rounded < FLOAT32_MAX;
      allowed[i] = fits ? rounded : Number.POSITIVE_INFINITY;
    }
  }
  return { outcomes };
}

/** Largest distance from the float64 outcome; +∞ where any of them is no number or beyond float32. */
function deviation(results: readonly Columns[], name: string, i: number, value: number): number {
  let largest = 0;
  for (const columns of results) {
    const result = columns[name][i];
    if (!(Math.abs(result) < FLOAT32_MAX)) return Number.POSITIVE_INFINITY;
    largest = Math.max(largest, Math.abs(result - value));
  }
  return largest;
}

function copyOf(columns: Columns): Columns {
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, column.slice()]),
  ) as Columns;
}

function createTwin({ optimizer, hyper, scalars, theta, gradient, state }: TwinInputs) {
  const n = theta.length;
  const given: Columns = { theta, g: gradient.value, ...state } as Columns;

  /** Runs the twin on copies of the columns that `vary` returns. */
  function run(vary: (columns: Columns) => Columns, h = hyper, s = scalars): Columns {
    const columns = copyOf(vary(given));
    optimizer.step(columns, h, s, n);
    const { g: _, ...outcome } = columns;
    return outcome as Columns;
  }

  /** Gradients over the range, and zero where the range holds it: signs and kinks turn there. */
  function gradientSamples(): Float64Array[] {
    const { low, high } = gradient;
    const across = SAMPLES.map((f) => low.map((from, i) => from + f * (high[i] - from)));
    return [...across, low.map((from, i) => (from <= 0 && high[i] >= 0 ? 0 : from))];
  }

  /** Outcomes with one input moved up and down by the roundings it stands for. */
  function* perturbations(): Generator<[Columns, Columns]> {
    const relative = INPUT_ROUNDINGS * UNIT_ROUNDOFF;
    for (const name of Object.keys(given)) {
      const moved = (sign: number) => given[name].map((value) => perturbed(value, sign * relative));
      const [up, down] = [moved(1), moved(-1)];
      yield [
        run((columns) => ({ ...columns, [name]: up })),
        run((columns) => ({ ...columns, [name]: down })),
      ];
    }
    for (const { name, kind } of optimizer.hyper) {
      if (kind !== 'number') continue;
      const by = relative * distanceToExact(hyper[name]);
      const moved = (delta: number) => run((c) => c, { ...hyper, [name]: hyper[name] + delta });
      if (by > 0) yield [moved(by), moved(-by)];
    }
    for (const name of optimizer.scalars) {
      const moved = (factor: number) => run((c) => c, hyper, { ...scalars, [name]: scalars[name] * factor });
      yield [moved(1 + relative), moved(1 - relative)];
    }
  }

  return { run, gradientSamples, perturbations };
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
