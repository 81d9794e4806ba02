import type { Numbers } from '../../../src/core/numbers.ts';
import { completeHyper } from '../../../src/engine/complete-values.ts';
import {
  type Columns,
  type HyperSpec,
  type Optimizer,
  readings,
  type Wrapper,
} from '../../../src/optimizers/optimizer.ts';

/** Which names a twin touches. */
export interface NamesUsed {
  /** Hyperparameters that its preparation reads, and scalars of the step before. */
  prepared: Set<string>;
  carried: Set<string>;
  /** What a step reads: hyperparameters, scalars, columns. */
  hyper: Set<string>;
  scalars: Set<string>;
  columns: Set<string>;
  /** Slots that a step writes to. */
  written: Set<string>;
}

/** A rule's lists and its preparation, and one step of two elements of it. */
type Rule = Pick<Optimizer | Wrapper, 'hyper' | 'state' | 'prepare'>;
type Step = (columns: Columns, h: Numbers, s: Numbers) => void;

export const stepOf =
  (optimizer: Optimizer): Step =>
  (columns, h, s) => {
    optimizer.gradientAt?.(columns, h, s, 2, new Float64Array(2));
    optimizer.step(columns, h, s, 2);
  };
export const finishOf =
  (wrapper: Wrapper): Step =>
  (columns, h, s) =>
    wrapper.finish(columns, Float64Array.of(0.25, -0.25), h, s, 2);

/** What every column holds at once, [x, y]: no coordinate like the other, nothing at all, large and negative. */
const contents = [
  { theta: [1, 2], g: [3, 4], slot: [0.5, 0.75], reading: [0.7, -0.3] },
  { theta: [0, 0], g: [0, 0], slot: [0, 0], reading: [0, 0] },
  { theta: [-1, 3], g: [-20, 0.5], slot: [-2, 5], reading: [-9, 40] },
];
const STEPS = [1, 2, 10];

/** Runs a rule on every branch that its numbers open. */
export function namesUsed(rule: Rule, step: Step): NamesUsed {
  const used = {
    prepared: new Set<string>(),
    carried: new Set<string>(),
    hyper: new Set<string>(),
    scalars: new Set<string>(),
    columns: new Set<string>(),
    written: new Set<string>(),
  };
  for (const numbers of variants(rule)) {
    let previous: Numbers | null = null;
    for (const t of STEPS) {
      previous = rule.prepare(
        noting(numbers, used.prepared),
        0.1,
        t,
        previous && noting(previous, used.carried),
      );
      for (const content of contents) {
        const columns = columnsOf(rule, content, used);
        step(noting(columns, used.columns), noting(numbers, used.hyper), noting(previous, used.scalars));
      }
    }
  }
  return used;
}

/** Default numbers, and what is off switched on; each with every choice there is. */
export function variants({ hyper }: Pick<Rule, 'hyper'>): Numbers[] {
  const defaults = { ...completeHyper({ hyper }, {}), lr: 0.1 };
  const switchedOn = Object.fromEntries(hyper.map((spec) => [spec.name, on(spec, defaults)]));
  const choice = hyper.find(({ kind }) => kind === 'choice');
  const turns = choice?.choices?.map((_, index) => ({ [choice.name]: index })) ?? [{}];
  return [defaults, switchedOn].flatMap((numbers) => turns.map((turn) => ({ ...numbers, ...turn })));
}

function on({ name, kind, integer }: HyperSpec, defaults: Numbers): number {
  if (kind === 'boolean') return 1 - defaults[name];
  if (defaults[name] !== 0) return defaults[name];
  return integer === true ? 2 : 0.5;
}

/** One trajectory's columns, which note what is written to. */
function columnsOf(
  { state }: Rule,
  { theta, g, slot, reading }: (typeof contents)[number],
  { written }: Pick<NamesUsed, 'written'>,
): Columns {
  const columns = {
    ...Object.fromEntries(state.map(({ name }) => [name, noteWrites(name, slot, written)])),
    ...Object.fromEntries(readings.map((name) => [name, Float64Array.from(reading)])),
    theta: Float64Array.from(theta),
    g: Float64Array.from(g),
  };
  return columns;
}

function noteWrites(name: string, values: readonly number[], written: Set<string>): Float64Array {
  return new Proxy(Float64Array.from(values), {
    get: (target, index) => Reflect.get(target, index),
    set(target, index, value) {
      written.add(name);
      return Reflect.set(target, index, value);
    },
  });
}

/** The same values, noting which of them are looked at. */
function noting<T extends object>(values: T, names: Set<string>): T {
  return new Proxy(values, {
    get(target, name) {
      if (typeof name === 'string') names.add(name);
      return Reflect.get(target, name);
    },
  });
}
