import { describe, expect, it } from 'vitest';
import { optimizerById } from '../../../src/optimizers/index.ts';
import { digitsApart } from '../../../src/ui/inspector/digits.ts';
import { explain, POSITION_SYMBOL } from '../../../src/ui/inspector/values.ts';
import { inspectedSteps } from './inspected-steps.ts';

describe('a wrapper that does not act in every step', () => {
  const { optimizer, steps } = inspectedSteps(optimizerById('sgd')!, { lr: 0.01, lookahead: 3 }, 6);
  const { occurrences, valueAt, nextAt, sections } = explain(optimizer);
  const own = explain(optimizerById('sgd')!).occurrences.length;

  it('says when it does', () => {
    expect(sections).toHaveLength(2);
    expect(steps.map((step) => nextAt(step, 1))).toEqual([3, 3, null, 6, 6, null]);
    expect(steps.map((step) => nextAt(step, 0))).toEqual(steps.map(() => null));
  });

  it('has numbers only then', () => {
    const count = steps.map(
      (step) => occurrences.slice(own).filter((one) => valueAt(step, one) !== null).length,
    );
    expect(count.map((some) => some > 0)).toEqual([false, false, true, false, false, true]);
  });

  it('leaves the optimizer’s own step as it is while it waits', () => {
    const positions = occurrences.slice(0, own).filter(({ symbol }) => symbol === POSITION_SYMBOL);
    const ends = (k: number) => [steps[k]!.before.theta, steps[k]!.after.theta];
    for (const k of [0, 1]) {
      const shown = positions.map((one) => valueAt(steps[k]!, one));
      for (const end of ends(k)) expect(shown).toContainEqual(end);
    }
    // Where the optimizer had led is nowhere kept once the slow weights have followed.
    expect(positions.map((one) => valueAt(steps[2]!, one))).not.toContainEqual(steps[2]!.after.theta);
  });
});

it('numbers get the digits that tell them apart', () => {
  expect(digitsApart(1, 2, 3)).toBe(3);
  expect(digitsApart(1.23412, 1.23424, 3)).toBe(5);
  expect(digitsApart(-0.5, -0.5, 3)).toBe(3);
  // The next float32 after 1.
  expect(digitsApart(1, 1 + 2 ** -23, 3)).toBe(8);
  expect(digitsApart(1, 1 + 1e-15, 3)).toBe(9);
});
