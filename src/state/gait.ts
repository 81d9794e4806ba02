import type { Numbers } from '../core/numbers.ts';
import { completeHyper } from '../engine/complete-values.ts';
import { initialState } from '../optimizers/initial-state.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';

/**
 * What the length of an optimizer's steps follows: the gradient times the learning rate, the learning rate alone, or
 * neither, since it has a measure of its own.
 */
export type Gait = 'gradient' | 'rate' | 'own';

/** Long enough for averages to have filled a little, and short enough for a step that grows to stay near its first size. */
const STEPS = 10;
/** Two gradients so far apart that following the one or the other is told apart whatever the eps. */
const STEEPER = 1024;
/** A walk may be this many times off what is called proportional, or its rate: averages start at zero, steps shrink. */
const ABOUT = 10;

/** Found by walking a plane of two slopes, so that nothing has to be declared per optimizer. */
export function gaitOf(optimizer: Optimizer): Gait {
  const hyper = completeHyper(optimizer, {});
  const [flat, steep] = [1, STEEPER].map((slope) => walk(optimizer, hyper, slope));
  const ratio = steep / flat;
  const pace = flat / (STEPS * hyper.lr);
  if (isAbout(ratio, STEEPER)) return 'gradient';
  return isAbout(ratio, 1) && isAbout(pace, 1) ? 'rate' : 'own';
}

const isAbout = (value: number, wanted: number): boolean => value > wanted / ABOUT && value < wanted * ABOUT;

/** Steps are short beside the distance over which a slope bends, and long enough for the change to be no rounding. */
const BEND = 2 ** 14;
/** Share of the gradient that the loss is: less than a step along the gradient would take off. */
const LOW = 2 ** -10;

/**
 * How far one coordinate gets on a slope that all but does not bend, beside a level one. What a twin reads besides, and
 * what it learns of how the gradient changes, is so faint that whoever goes by it has a measure of its own.
 */
function walk(optimizer: Optimizer, hyper: Numbers, slope: number): number {
  const theta = new Float64Array(2);
  const g = new Float64Array(2);
  const readings = { loss: slope * LOW, curvature: slope / BEND, crossCurvature: 0 };
  const columns = {
    ...Object.fromEntries(optimizer.state.map((slot) => [slot.name, initialState(slot, theta)])),
    ...Object.fromEntries(
      (optimizer.reads ?? []).map((name) => [name, new Float64Array(2).fill(readings[name])]),
    ),
    theta,
    g,
  };
  let previous: Numbers | null = null;
  for (let t = 1; t <= STEPS; t++) {
    g[0] = slope * (1 + theta[0]! / BEND);
    g[1] = 0;
    previous = optimizer.prepare(hyper, hyper.lr, t, previous);
    optimizer.step(columns, hyper, previous, 2);
  }
  return Math.abs(theta[0]!);
}
