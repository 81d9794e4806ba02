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
  const { lines, occurrences, assignments } = annotateEquations(equations, symbols);
  const text = equations.join('\n');
  const descriptions = new Map<string, string>([
    ...commonDescriptions,
    ...[...hyper, ...state, ...derived].map(({ symbol, description }) => [symbol, description] as const),
  ]);
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
    valueAt(step, { symbol, version }) {
      if (symbol === GRADIENT_SYMBOL) return step.gradient;
      if (symbol === rate?.symbol) return step.scalars.lr ?? null;
      const slot = symbol === POSITION_SYMBOL ? 'theta' : slots.get(symbol);
      if (slot !== undefined) {
        // The first is what was there, the last what came of it; of what is between only decay by itself is known.
        const last = assignments.get(symbol) ?? 0;
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
