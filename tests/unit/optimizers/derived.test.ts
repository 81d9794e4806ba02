import temml from 'temml';
import { describe, expect, it } from 'vitest';
import { completeHyper } from '../../../src/engine/complete-values.ts';
import { optimizerById, optimizers } from '../../../src/optimizers/index.ts';
import type { Derived, Optimizer } from '../../../src/optimizers/optimizer.ts';
import { descendWithState } from './descend.ts';

const GRADIENT = [5, -0.03] as const;
const STEPS = 12;

/** Derived quantities of one coordinate after each step of a descent down a plane. */
function derive(optimizer: Optimizer, axis: 0 | 1): { theta: number; values: Record<string, number> }[] {
  const moments = descendWithState({
    optimizer,
    hyper: { lr: 0.1 },
    gradient: () => [...GRADIENT],
    start: [1, 2],
    steps: STEPS,
  });
  const hyper = completeHyper(optimizer, { lr: 0.1 });
  return moments.slice(1).map(({ position, state }, step) => {
    const slots = Object.fromEntries(Object.entries(state).map(([name, pair]) => [name, pair[axis]]));
    const at = { theta: moments[step]!.position[axis], g: GRADIENT[axis], ...slots };
    const value = (derived: Derived) => [derived.symbol, derived.value(at, hyper, step + 1)];
    return { theta: position[axis], values: Object.fromEntries((optimizer.derived ?? []).map(value)) };
  });
}

const deriving = optimizers.filter(({ derived }) => derived !== undefined);

describe.each(deriving)('$id', (optimizer) => {
  it.each(optimizer.derived!)('explains $symbol', ({ symbol, corrects }) => {
    expect(optimizer.equations.some((text) => text.includes(`${symbol} =`))).toBe(true);
    expect(temml.renderToString(symbol, { throwOnError: true })).toContain('<math');
    if (corrects !== undefined) expect(optimizer.state.map(({ name }) => name)).toContain(corrects);
  });

  it('gives numbers', () => {
    for (const { values } of derive(optimizer, 0)) {
      for (const [symbol, value] of Object.entries(values)) expect(value, symbol).not.toBeNaN();
    }
  });
});

/** Quantities that are corrected for a start at zero, and stand in the step that a student reads. */
it.each([
  ...['adam', 'adamw', 'amsgrad', 'adamax', 'adabelief', 'yogi'],
  ...['nadam', 'qhadam', 'ademamix', 'lamb', 'adan', 'radam', 'schedule-free-adamw'],
])('%s: the bias correction is where the step is read', (id) => {
  const { equations, derived } = optimizerById(id)!;
  for (const { symbol } of derived!) {
    const made = equations.findIndex((equation) => equation.includes(`${symbol} =`));
    expect(made, symbol).toBeGreaterThan(-1);
    expect(equations.slice(made + 1).join('\n'), symbol).toContain(symbol);
  }
});

it('knows that AMSGrad as in optax takes its maximum of what is corrected', () => {
  const [, scale] = optimizerById('amsgrad')!.derived!;
  const at = { vMax: 0.5 };
  expect(scale!.value(at, { beta2: 0.5, convention: 0 }, 1)).toBe(1);
  expect(scale!.value(at, { beta2: 0.5, convention: 1 }, 1)).toBe(0.5);
});

const averaging = deriving.filter(({ derived }) => derived!.some(({ symbol }) => symbol === '\\hat m'));

it.each(averaging)('$id: an average is corrected to the gradient where that never changes', (optimizer) => {
  // What an average starts from, where not from zero, is counted too: ten times in the first step.
  const initial = Number(optimizer.state.find(({ name }) => name === 'm')!.initial ?? 0);
  for (const axis of [0, 1] as const) {
    for (const { values } of derive(optimizer, axis)) {
      expect(Math.abs(values['\\hat m']! - GRADIENT[axis])).toBeLessThan(1e-12 + 10 * initial);
    }
  }
});

it('makes Adam’s step of what Adam is said to be made of', () => {
  const steps = derive(optimizerById('adam')!, 0);
  expect(steps[0]!.values['\\hat v']).toBeCloseTo(25, 12);
  let theta = 1;
  for (const { theta: next, values } of steps) {
    theta -= (0.1 * values['\\hat m']!) / (Math.sqrt(values['\\hat v']!) + 1e-8);
    expect(next).toBeCloseTo(theta, 12);
  }
});
