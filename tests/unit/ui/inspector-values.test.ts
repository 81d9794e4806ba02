import { describe, expect, it } from 'vitest';
import { optimizerById, optimizers } from '../../../src/optimizers/index.ts';
import type { InspectedStep } from '../../../src/ui/inspector/inspected.ts';
import { deriveFrom, eachOf, explain, POSITION_SYMBOL } from '../../../src/ui/inspector/values.ts';
import { inspectedSteps } from './inspected-steps.ts';

/** What stands under a symbol, in the order of the equations. */
function shown(id: string, steps: InspectedStep[], t: number, symbol: string) {
  const { occurrences, valueAt } = explain(optimizerById(id)!);
  return occurrences
    .filter((occurrence) => occurrence.symbol === symbol)
    .map((occurrence) => valueAt(steps[t - 1]!, occurrence));
}

describe('numbers under symbols', () => {
  const { steps } = inspectedSteps(optimizerById('adam')!, { lr: 0.1, weightDecay: 0.5 }, 4);
  const [, second] = steps as [InspectedStep, InspectedStep];

  it('are the old value where an equation reads it, and the new one where it is written and after', () => {
    // m ← β₁ m + …, and what m̂ is made of.
    const { before, after } = second;
    expect(shown('adam', steps, 2, 'm')).toEqual([after.m, before.m, after.m]);
    expect(before.m).toEqual(steps[0]!.after.m);
    expect(shown('adam', steps, 2, POSITION_SYMBOL)).toEqual([before.theta, after.theta, before.theta]);
  });

  it('are those of the step for learning rate and corrected averages', () => {
    expect(shown('adam', steps, 2, '\\gamma')).toEqual([0.1]);
    // m̂ = …, and in the step.
    const corrected = eachOf((i) => second.after.m![i] / (1 - 0.9 ** 2));
    expect(shown('adam', steps, 2, '\\hat m')).toEqual([corrected, corrected]);
  });

  it('count the penalty of weight decay into g, and not into the gradient', () => {
    const own = eachOf((i) => second.gradient[i] + 0.5 * second.before.theta![i]);
    expect(shown('adam', steps, 2, 'g')).toEqual([own, own, own]);
    expect(shown('adam', steps, 2, '\\nabla L')).toEqual([second.gradient]);
    // The twin's own average says the same.
    const m = eachOf((i) => 0.9 * second.before.m![i] + 0.1 * own[i]);
    m.forEach((value, i) => {
      expect(second.after.m![i]).toBeCloseTo(value, 12);
    });
  });

  it('know what has decayed by itself before the step', () => {
    const { steps: decoupled } = inspectedSteps(optimizerById('adamw')!, { lr: 0.1, weightDecay: 0.5 }, 1);
    const { before, after } = decoupled[0]!;
    // θ ← (1 − γλ) θ, and only then the step.
    const shrunk = eachOf((i) => (1 - 0.1 * 0.5) * before.theta![i]);
    expect(shown('adamw', decoupled, 1, POSITION_SYMBOL)).toEqual([
      shrunk,
      before.theta,
      after.theta,
      shrunk,
    ]);
    const { steps: tuples } = inspectedSteps(optimizerById('l-bfgs')!, { lr: 0.1 }, 2);
    expect(shown('l-bfgs', tuples, 2, 'g').slice(0, 2)).toEqual([tuples[1]!.gradient, tuples[1]!.gradient]);
  });
});

it('follow a wrapper, whose equations come after', () => {
  const { optimizer, steps } = inspectedSteps(optimizerById('sgd')!, { lr: 0.01, lookahead: 2 }, 2);
  const { occurrences, valueAt, lines, sections } = explain(optimizer);
  expect(lines.at(-1)).toContain('\\phi');
  expect(sections.map(({ heading }) => heading)).toEqual(['', expect.stringMatching(/^then Lookahead/)]);
  expect(sections.reduce((sum, section) => sum + section.lines, 0)).toBe(lines.length);
  const slow = occurrences.filter(({ symbol }) => symbol === '\\phi').map((one) => valueAt(steps[1]!, one));
  expect(slow).toContainEqual(steps[1]!.before.slow);
  expect(slow).toContainEqual(steps[1]!.after.slow);
  const positions = occurrences
    .filter(({ symbol }) => symbol === POSITION_SYMBOL)
    .map((one) => valueAt(steps[1]!, one));
  // Every second step the position becomes the slow one; where sgd itself had led is nowhere kept.
  expect(positions).toContainEqual(steps[1]!.after.slow);
  expect(positions).toContain(null);
});

describe.each(optimizers)('$id', (base) => {
  const decays = base.hyper.some(({ name }) => name === 'weightDecay');
  const { optimizer, steps, hyper } = inspectedSteps(
    base,
    decays ? { lr: 0.01, weightDecay: 0.25 } : { lr: 0.01 },
    6,
  );
  const { occurrences, valueAt, constants } = explain(optimizer);

  it('has numbers, or nothing, under every symbol', () => {
    for (const step of steps) {
      for (const occurrence of occurrences) {
        const value = valueAt(step, occurrence);
        for (const number of value === null ? [] : [value].flat()) {
          expect(number, `${occurrence.symbol} of step ${step.t}`).not.toBeNaN();
        }
      }
    }
  });

  it('can say what each of them is', () => {
    const { describe: meaning } = explain(optimizer);
    for (const { symbol } of occurrences) expect(meaning(symbol), symbol).toMatch(/\.$/);
  });

  it('shows where the position has come to', () => {
    const positions = occurrences.filter(({ symbol }) => symbol === POSITION_SYMBOL);
    for (const step of steps) {
      expect(positions.map((occurrence) => valueAt(step, occurrence))).toContainEqual(step.after.theta);
    }
  });

  it('names its constants', () => {
    for (const { name } of constants) expect(hyper[name]).not.toBeNaN();
    expect(constants.map(({ name }) => name)).not.toContain('lr');
  });

  it('takes the g that its equations show: with the penalty handed in by hand, it does the same', () => {
    const own = occurrences.find(({ symbol }) => symbol === 'g');
    const first = steps[0]!;
    const g = own && valueAt(first, own);
    // Where g is what was handed, or cannot be told, there is nothing to compare.
    if (!Array.isArray(g) || (g[0] === first.gradient[0] && g[1] === first.gradient[1])) {
      expect(first.gradient).toHaveLength(2);
      return;
    }
    const columns = {
      ...Object.fromEntries(
        Object.entries(first.before).map(([name, pair]) => [name, Float64Array.from(pair)]),
      ),
      theta: Float64Array.from(first.before.theta!),
      g: Float64Array.from(g),
    };
    const without = { ...hyper, weightDecay: 0 };
    const scalars = optimizer.prepare(without, hyper.lr!, 1, null);
    optimizer.step(columns, without, scalars, 2);
    columns.theta.forEach((value, i) => {
      expect(value).toBeCloseTo(first.after.theta![i]!, 12);
    });
  });

  it('derives numbers from the slots alone', () => {
    for (const quantity of optimizer.derived ?? []) {
      for (const step of steps) for (const value of deriveFrom(quantity, step)) expect(value).not.toBeNaN();
    }
  });
});
