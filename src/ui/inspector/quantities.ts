import type { TeamSnapshot } from '../../engine/engine.ts';
import type { Derived, Optimizer } from '../../optimizers/optimizer.ts';
import type { InspectedStep, InspectedTrajectory, Pair } from './inspected.ts';
import { deriveFrom, eachOf } from './values.ts';

/** Something with two coordinates that is followed from step to step. */
export interface Quantity {
  id: string;
  /** TeX. */
  symbol: string;
  description: string;
  /** At the shown moment, exactly; null before the first step. */
  now: Pair | null;
  /** Over the steps up to the shown one, oldest first, and the number of the first of them. */
  history: readonly Pair[];
}

/** Steps that the small curves reach back. */
export const HISTORY_STEPS = 60;

/** Gradient, state, what is derived of it, and the step itself, in the order in which a step makes them. */
export function quantitiesOf(trajectory: InspectedTrajectory): Quantity[] {
  const { optimizer, moments, slopes, first, t, step } = trajectory;
  const end = t - first;
  const begin = Math.max(0, end - HISTORY_STEPS);
  const shown = moments.slice(begin, end + 1);
  const state = optimizer.state.map(({ name, symbol, description }) => ({
    id: name,
    symbol,
    description,
    now: step?.after[name] ?? pairOf(moments[end]!.state[name]!),
    history: shown.map((moment) => pairOf(moment.state[name]!)),
  }));
  const derived = (optimizer.derived ?? []).map((quantity) => ({
    id: quantity.symbol,
    symbol: quantity.symbol,
    description: quantity.description,
    now: step && deriveFrom(quantity, step),
    history: shown.slice(1).map((moment) => deriveAt(quantity, optimizer, trajectory, moment)),
  }));
  return [
    {
      id: 'gradient',
      symbol: 'g',
      description: 'Gradient that the optimizer was handed. The curve is ∇L, before noise and clipping.',
      now: step?.gradient ?? null,
      history: slopes.slice(begin, end),
    },
    ...state,
    ...derived,
    {
      id: 'step',
      symbol: '\\Delta\\theta',
      description: 'The step: how far the position moved.',
      now: step && eachOf((i) => step.after.theta![i] - step.before.theta![i]),
      history: shown.slice(1).map((moment, k) => {
        const before = pairOf(shown[k]!.position);
        const after = pairOf(moment.position);
        return eachOf((i) => after[i] - before[i]);
      }),
    },
  ];
}

/** Most derived quantities need the slots and the step's number alone; what else they need is that of the shown step. */
function deriveAt(
  quantity: Derived,
  { state }: Optimizer,
  { step }: InspectedTrajectory,
  moment: TeamSnapshot,
): Pair {
  if (step === null) return [Number.NaN, Number.NaN];
  const slots = Object.fromEntries(state.map(({ name }) => [name, pairOf(moment.state[name]!)]));
  return deriveFrom(quantity, { ...step, t: moment.step, after: slots });
}

export const pairOf = (values: ArrayLike<number>): Pair => [values[0]!, values[1]!];

/** The rate at which each coordinate moved against its gradient, what the learning rate came to; null where that is 0. */
export const effectiveRates = ({ before, after, gradient }: InspectedStep): (number | null)[] =>
  gradient.map((part, i) => {
    const rate = (before.theta![i]! - after.theta![i]!) / part;
    return Number.isFinite(rate) ? rate : null;
  });
