import { describe, expect, it } from 'vitest';
import type { Numbers } from '../../../src/core/numbers.ts';
import { optimizers } from '../../../src/optimizers/index.ts';
import { type Optimizer, readings } from '../../../src/optimizers/optimizer.ts';
import { variants } from './probe.ts';

type Pair = readonly [number, number];

const STEPS = 4;
/** Gradients along y that differ in sign and size from one step and one world to the next. */
const WORLDS: readonly (readonly number[])[] = [
  [4, -1, 0.5, 2],
  [-0.01, 300, 7, -2],
];

/** Everything of the coordinate x after each step, in a world where y fares as told. */
function courseOfX(optimizer: Optimizer, h: Numbers, alongY: readonly number[]): number[][] {
  const start: Pair = [1.5, alongY[0]];
  const column = (values: Pair) => Float64Array.from(values);
  const slots = Object.fromEntries(
    optimizer.state.map(({ name, initial = 0 }) => [
      name,
      column(initial === 'start' ? start : [initial, initial]),
    ]),
  );
  const columns = { ...slots, theta: column(start), g: column([0, 0]) };
  const at = column([0, 0]);
  let previous: Numbers | null = null;
  return Array.from({ length: STEPS }, (_, step) => {
    // Loss and cross curvature are the same at both coordinates: no news from y.
    const surface = Object.fromEntries(
      readings.map((name) => [name, column([3 - step, name === 'curvature' ? alongY[step] : 3 - step])]),
    );
    columns.g.set([2 - step, alongY[step]]);
    previous = optimizer.prepare(h, 0.1, step + 1, previous);
    optimizer.gradientAt?.({ ...columns, ...surface }, h, previous, 2, at);
    optimizer.step({ ...columns, ...surface }, h, previous, 2);
    return [at[0], columns.theta[0], ...Object.values(slots).map(([x]) => x)];
  });
}

describe('what becomes of one coordinate depends on the other', () => {
  const dependsOnY = (optimizer: Optimizer) =>
    variants(optimizer).some((h) => {
      const [one, other] = WORLDS.map((alongY) => courseOfX(optimizer, h, alongY));
      return !one.every((moment, step) => moment.every((value, k) => Object.is(value, other[step][k])));
    });

  it.each(optimizers.filter(({ couples }) => !couples))('nowhere in $id', (optimizer) => {
    expect(dependsOnY(optimizer)).toBe(false);
  });

  const coupled = optimizers.filter(({ couples }) => couples);
  it.each(coupled)('in $id, as it says', (optimizer) => expect(dependsOnY(optimizer)).toBe(true));
});
