import type { Optimizer } from '../../optimizers/optimizer.ts';
import type { InspectedStep, Pair } from './inspected.ts';
import { eachOf } from './values.ts';

/** A direction that a step had. */
export interface StepArrow {
  kind: 'gradient' | 'momentum' | 'step';
  direction: Pair;
}

/** Average of gradients or velocity, by the names that the catalogue has for them. */
const MOMENTUM_SLOTS = ['m', 'b'];

/** Down the gradient, along the momentum where there is one, and the step; without those that point nowhere. */
export function arrowsOf({ state }: Optimizer, { gradient, before, after }: InspectedStep): StepArrow[] {
  const slot = state.find(({ name }) => MOMENTUM_SLOTS.includes(name))?.name;
  const momentum = slot === undefined ? undefined : after[slot];
  const arrows: StepArrow[] = [
    { kind: 'gradient', direction: eachOf((i) => -gradient[i]) },
    ...(momentum === undefined
      ? []
      : [{ kind: 'momentum' as const, direction: eachOf((i) => -momentum[i]) }]),
    { kind: 'step', direction: eachOf((i) => after.theta![i] - before.theta![i]) },
  ];
  return arrows.filter(({ direction }) => direction.some((part) => part !== 0));
}
