import type { Derived, HyperSpec, Optimizer } from '../../optimizers/optimizer.ts';
import { annotateEquations, GRADIENT_SYMBOL, type Occurrence } from './annotate-tex.ts';
import type { InspectedStep, Pair } from './inspected.ts';

export const POSITION_SYMBOL = '\\theta';
/** What the equations call the gradient once it is their own. */
const OWN_GRADIENT = 'g';
const STEP_NUMBER = 't';
const PENALTY_TERM = '\\lambda\\,\\theta';
/** Weight decay apart from the gradient, as an equation of its own. */
const DECAY = '\\theta \\gets (1 - \\gamma\\lambda)\\, \\theta';

const commonDescriptions: readonly (readonly [string, string])[] = [
  [POSITION_SYMBOL, 'Position of the trajectory.'],
  [OWN_GRADIENT, 'Gradient that the step is made with.'],
  [GRADIENT_SYMBOL, 'Gradient that the optimizer is handed.'],
  [STEP_NUMBER, 'Number of the step, counted from 1.'],
];

/** An optimizer's equations with a place under each quantity, and what to write there. */
export interface Explanation {
  /** TeX: the equations, and those of its wrappers; with places of class `at-k`. */
  lines: readonly string[];
  /** The lines in order, by what they belong to: the optimizer (no heading), and each wrapper. */
  sections: readonly { heading: string; lines: number }[];
  /** The next step in which a section does something; null where it does in this one. */
  nextAt(step: InspectedStep, section: number): number | null;
  occurrences: readonly Occurrence[];
  /** The number at a place: one per coordinate, one alone, or null where there is none to tell. */
  valueAt(step: InspectedStep, occurrence: Occurrence): Pair | number | null;
  /** What a symbol is, in a sentence. */
  describe(symbol: string): string;
  /** Hyperparameters that occur and have no place for a number. */
  constants: readonly HyperSpec[];
}

export function explain(optimizer: Optimizer): Explanation {
  const { state, hyper, wrappers = [], derived = [] } = optimizer;
  const equations = [...optimizer.equations, ...wrappers.flatMap(({ equations }) => equations)];
  const rate = hyper.find(({ name }) => name === 'lr');
  const slots = new Map(state.map(({ symbol, name }) => [symbol, name]));
  const derivedBySymbol = new Map(derived.map((one) => [one.symbol, one]));
  const symbols = [
    ...[POSITION_SYMBOL, OWN_GRADIENT, GRADIENT_SYMBOL, STEP_NUMBER],
    ...slots.keys(),
    ...derivedBySymbol.keys(),
    ...(rate === undefined ? [] : [rate.symbol]),
  ];
  const parts = [optimizer.equations, ...wrappers.map(({ equations }) => equations)];
  /** With all parts up to each. */
  const annotated = parts.map((_, k) => annotateEquations(parts.slice(0, k + 1).flat(), symbols));
  const { lines, occurrences } = annotated.at(-1)!;
  const text = equations.join('\n');
  const descriptions = new Map<string, string>([
    ...commonDescriptions,
    ...[...hyper, ...state, ...derived].map(({ symbol, description }) => [symbol, description] as const),
  ]);
  const nextAt = ({ hyper, t }: InspectedStep, part: number): number | null => {
    const next = part === 0 ? t : (wrappers[part - 1]!.nextAt?.(hyper, t) ?? t);
    return next === t ? null : next;
  };
  /** How often a step really assigns to a symbol in the first parts, of `count` times that they say. */
  const assigned = (step: InspectedStep, symbol: string, count: number, first: number): number =>
    annotated.slice(0, first).reduce((left, { assignments }, part) => {
      const earlier = annotated[part - 1]?.assignments.get(symbol) ?? 0;
      return nextAt(step, part) === null ? left : left - ((assignments.get(symbol) ?? 0) - earlier);
    }, count);
  const hasDecay = equations.some((equation) => withoutRemark(equation) === DECAY);

  return {
    lines,
    sections: [
      { heading: '', lines: optimizer.equations.length },
      ...wrappers.map(({ title, equations }) => ({ heading: `then ${title}`, lines: equations.length })),
    ],
    occurrences,
    constants: hyper.filter(
      ({ name, kind, symbol }) => name !== 'lr' && kind === 'number' && text.includes(symbol),
    ),
    describe: (symbol) => descriptions.get(symbol) ?? '',
    nextAt,
    valueAt(step, occurrence) {
      const { symbol } = occurrence;
      const place = occurrences.indexOf(occurrence);
      const part = annotated.findIndex((one) => place < one.occurrences.length);
      // What is not done in this step has no numbers that hold.
      if (nextAt(step, part) !== null) return null;
      const version = assigned(step, symbol, occurrence.version, part);
      if (symbol === GRADIENT_SYMBOL) return step.gradient;
      if (symbol === rate?.symbol) return step.scalars.lr ?? null;
      const slot = symbol === POSITION_SYMBOL ? 'theta' : slots.get(symbol);
      if (slot !== undefined) {
        // The first is what was there, the last what came of it; of what is between only decay by itself is known.
        const total = annotated.at(-1)!.assignments.get(symbol) ?? 0;
        const last = assigned(step, symbol, total, parts.length);
        if (version === last) return step.after[slot] ?? null;
        if (version === 0) return step.before[slot] ?? null;
        return slot === 'theta' && version === 1 && hasDecay ? decayed(step) : null;
      }
      const quantity = derivedBySymbol.get(symbol);
      if (quantity !== undefined) return deriveFrom(quantity, step);
      if (symbol === OWN_GRADIENT) return version <= 1 ? ownGradient(equations, step) : null;
      return symbol === STEP_NUMBER ? step.t : null;
    },
  };
}

/** The value of a derived quantity after a step. */
export const deriveFrom = ({ value }: Derived, { before, after, gradient, hyper, t }: InspectedStep): Pair =>
  eachOf((i) => {
    const slots = Object.fromEntries(Object.entries(after).map(([name, pair]) => [name, pair[i]]));
    return value({ ...slots, theta: before.theta![i], g: gradient[i] }, hyper, t);
  });

/** What the equations' g is made: the gradient, with the penalty of weight decay where that is part of it. */
function ownGradient(
  equations: readonly string[],
  { gradient, before, hyper, scalars }: InspectedStep,
): Pair | null {
  const definition = equations.find((equation) =>
    equation.includes(`${OWN_GRADIENT} \\gets ${GRADIENT_SYMBOL}`),
  );
  const own = withoutRemark(definition ?? '');
  const penalty = scalars.penalty ?? hyper.weightDecay ?? 0;
  if (!own.includes('\\lambda') || penalty === 0) return gradient;
  return own.includes(PENALTY_TERM) ? eachOf((i) => gradient[i] + penalty * before.theta![i]) : null;
}

const withoutRemark = (equation: string): string => equation.split('\\qquad')[0]!.trim();

/** The position once it has decayed, where the twin says by how much it shrinks. */
const decayed = ({ before, scalars }: InspectedStep): Pair | null =>
  scalars.shrink === undefined ? null : eachOf((i) => scalars.shrink! * before.theta![i]);

/** A pair made coordinate by coordinate. */
export const eachOf = (make: (coordinate: 0 | 1) => number): Pair => [make(0), make(1)];
