import { describe, expect, it } from 'vitest';
import type { TeamSnapshot } from '../../../src/engine/engine.ts';
import { optimizerById, optimizers } from '../../../src/optimizers/index.ts';
import { arrowsOf } from '../../../src/ui/inspector/arrows.ts';
import { compare, isWithin, verdictOf } from '../../../src/ui/inspector/comparison-view.ts';
import type { InspectedStep, InspectedTrajectory, Pair } from '../../../src/ui/inspector/inspected.ts';
import {
  effectiveText,
  isPlainDescent,
  notesOf,
  rateNote,
  stepSentence,
} from '../../../src/ui/inspector/notes.ts';
import { effectiveRates, quantitiesOf } from '../../../src/ui/inspector/quantities.ts';
import { deriveFrom, explain } from '../../../src/ui/inspector/values.ts';
import { inspectedSteps } from './inspected-steps.ts';

/** A trajectory shown at step t, with all its history. */
function trajectory(id: string, given: Record<string, number>, t: number): InspectedTrajectory {
  const { optimizer, hyper, steps } = inspectedSteps(optimizerById(id)!, given, Math.max(1, t));
  const snapshotOf = ({ theta, ...state }: Readonly<Record<string, Pair>>, step: number): TeamSnapshot => ({
    step,
    position: Float64Array.from(theta!),
    loss: new Float64Array(1),
    gradientNorm: new Float64Array(1),
    status: new Uint32Array(1),
    state: Object.fromEntries(Object.entries(state).map(([name, pair]) => [name, Float64Array.from(pair)])),
  });
  const moments = [snapshotOf(steps[0]!.before, 0), ...steps.map(({ after }, k) => snapshotOf(after, k + 1))];
  return {
    ...{
      team: 0,
      index: 0,
      count: 1,
      color: '#fff',
      optimizer,
      hyper,
      status: 'running',
      loss: 0,
      isTransformed: false,
    },
    ...{
      start: [-2.5, 1.5],
      position: [0, 0],
      t,
      first: 0,
      last: t,
      isOver: false,
      isFollowing: true,
      moments,
    },
    slopes: moments.map(() => [1, 1] as const),
    step: t === 0 ? null : steps[t - 1]!,
  };
}
const notes = (id: string, given: Record<string, number>, t: number) => notesOf(trajectory(id, given, t));

describe('notes', () => {
  it('say how much Adam’s averages are corrected, until they no longer are', () => {
    expect(notes('adam', { lr: 0.1 }, 1).get('\\hat m')).toMatchObject({
      text: expect.stringMatching(/^10 ×/),
      isLoud: true,
    });
    expect(notes('adam', { lr: 0.1 }, 1).get('\\hat v')!.text).toMatch(/^1000 ×/);
    // 1 / (1 − 0.9³) and 1 / (1 − 0.9⁵⁰).
    expect(notes('adam', { lr: 0.1 }, 3).get('\\hat m')!.text).toMatch(/^3\.69 ×/);
    expect(notes('adam', { lr: 0.1 }, 50).has('\\hat m')).toBe(false);
    expect(notes('adam', { lr: 0.1 }, 50).get('\\hat v')!.text).toMatch(/^20\.5 × .* · changes by/);
  });

  it('say when a scale has settled', () => {
    // A sum of squares grows by its newest part, and that by less and less.
    expect(notes('adagrad', { lr: 0.01 }, 3).get('v')).toMatchObject({ isLoud: false });
    const late = notes('adagrad', { lr: 0.01 }, 200).get('v')!;
    expect(late.isLoud).toBe(true);
    expect(late.text).toMatch(/^settled: 0\.\d+ % a step$/);
  });

  it('hold the learning rate against the curvature', () => {
    // The largest eigenvalue is 20.
    const rate = (id: string, lr: number) => {
      const { optimizer, step } = trajectory(id, { lr }, 1);
      return rateNote(step!, isPlainDescent(optimizer, step!));
    };
    expect(rate('sgd', 0.09)).toEqual({ text: 'below 2/λmax = 0.1: stable here', isLoud: false });
    expect(rate('sgd', 0.11)).toEqual({ text: 'above 2/λmax = 0.1: overshoots along (0, 1)', isLoud: true });
    expect(rate('adam', 0.11).text).toBe(
      'above 2/λmax = 0.1: plain gradient descent would overshoot along (0, 1)',
    );
    expect(rate('adam', 0.09).text).toBe('below 2/λmax = 0.1: plain gradient descent would be stable here');
    // The engine has the rate in float32, which is above 0.1.
    expect(Math.fround(0.1)).toBeGreaterThan(0.1);
    expect(rate('sgd', Math.fround(0.1)).text).toBe(
      'exactly at 2/λmax = 0.1: neither grows nor shrinks along (0, 1)',
    );
    expect(rate('adam', 0.1).text).toBe(
      'exactly at 2/λmax = 0.1: plain gradient descent would neither grow nor shrink along (0, 1)',
    );
    expect(rate('sgd', 0.1 * (1 + 1e-5)).text).toMatch(/^above/);
  });

  it('know no stable rate where the surface curves down, as the card at the pointer does', () => {
    const { step } = trajectory('sgd', { lr: 0.01 }, 1);
    const directions = step!.curvature.directions;
    const note = (eigenvalues: Pair, isPlain = true) =>
      rateNote({ ...step!, curvature: { eigenvalues, directions } }, isPlain).text;
    expect(note([-1, 20])).toBe('largest stable rate: none (saddle); runs away along (1, 0) at any rate');
    expect(note([-2, -1], false)).toBe(
      'largest stable rate: none (curves down); plain gradient descent would run away along (1, 0) at any rate',
    );
    expect(note([0, 0])).toMatch(/^largest stable rate: any,/);
    expect(note([Number.NaN, Number.NaN])).toBe('no finite curvature here');
  });

  it('take only gradient descent for gradient descent', () => {
    const plain = optimizers.filter(({ id }) => {
      const { optimizer, step } = trajectory(id, { lr: 0.01 }, 2);
      return isPlainDescent(optimizer, step!);
    });
    expect(plain.map(({ id }) => id)).toEqual(['sgd']);
  });
});

describe('the sentence', () => {
  const sentence = (id: string, given: Record<string, number>, t = 1) => {
    const { optimizer, step } = trajectory(id, given, t);
    return stepSentence(optimizer, step!, false);
  };
  it('tells steepest descent from what scales its coordinates', () => {
    expect(sentence('sgd', { lr: 0.01 })).toBe(
      'It moved by 0.301, straight down the slope. The slope is 12 times as steep along y as along x, the step 12 times as long.',
    );
    // Both coordinates by 0.1: 45° − atan(2.5 / 30) off.
    const second = sentence('adam', { lr: 0.1 }, 2);
    expect(second).toMatch(/^It moved by 0\.14\d?, \d\d° off the steepest way down\. The slope is 12 times/);
    expect(second).toMatch(
      /the step is about as long along both: each is divided by √v̂, the size of its own gradients\.$/,
    );
  });
  it('gives as reason only what the optimizer does', () => {
    expect(sentence('sign-sgd', { lr: 0.1 })).toMatch(/as long along both\.$/);
    expect(sentence('rmsprop', { lr: 0.1 })).toContain('divided by √v, the size');
    expect(sentence('novograd', { lr: 0.1 })).not.toContain('divided');
  });

  it('knows steps that do nothing, or lead uphill', () => {
    expect(sentence('sgd', { lr: 0 })).toBe('The step did not move it.');
    const { optimizer, step } = trajectory('sgd', { lr: 0.01 }, 1);
    expect(stepSentence(optimizer, { ...step!, gradient: [2.5, -30] }, false)).toContain('180° off');
    expect(stepSentence(optimizer, { ...step!, gradient: [0, 0] }, false)).toContain('no slope');
  });

  it('says what the first step of corrected averages is, and of no other', () => {
    const first = 'The first step is ±γ whatever the slope: m̂ = g and √v̂ = |g|.';
    expect(sentence('adam', { lr: 0.1 })).toBe(`It moved by 0.141, 40° off the steepest way down. ${first}`);
    expect(sentence('adam', { lr: 0.1 }, 2)).not.toContain('first step');
    for (const id of ['sgd', 'rmsprop', 'sign-sgd', 'nadam', 'adabelief', 'lamb'])
      expect(sentence(id, { lr: 0.1 }), id).not.toContain('first step');
    expect(sentence('adam', { lr: 0.1, lookahead: 1 })).not.toContain('first step');
  });

  it('calls nothing the slope that is not', () => {
    for (const { id } of optimizers) {
      const { optimizer, step } = trajectory(id, { lr: 0.01 }, 2);
      expect(stepSentence(optimizer, step!, true), id).not.toMatch(/slope|downhill|uphill|way down/);
    }
    const { optimizer, step } = trajectory('sgd', { lr: 0.01 }, 1);
    expect(stepSentence(optimizer, step!, true)).toBe(
      'It moved by 0.301, straight against the gradient it was handed. The gradient it was handed is 12 times as large along y as along x, the step 12 times as long.',
    );
    // These are handed the slope of another place.
    const elsewhere = optimizers.filter(({ gradientAt }) => gradientAt !== undefined);
    expect(elsewhere.length).toBeGreaterThan(0);
    for (const { id } of elsewhere) expect(sentence(id, { lr: 0.01 }, 2), id).not.toMatch(/slope|way down/);
  });

  it('says at what kind of point nothing moves', () => {
    const { optimizer, steps } = inspectedSteps(optimizerById('newton')!, {}, 1, [0, 0]);
    const at = (eigenvalues: Pair) =>
      stepSentence(optimizer, { ...steps[0]!, curvature: { ...steps[0]!.curvature, eigenvalues } }, false);
    expect(at([1, 20])).toBe('The gradient is 0 here, at a minimum. The step did not move it.');
    expect(at([-1, 20])).toContain('at a saddle');
    expect(at([-2, -1])).toContain('at a maximum');
    expect(at([0, 1])).toContain('does not tell');
    const lifted: InspectedStep = { ...steps[0]!, slope: [1, 0] };
    expect(stepSentence(optimizer, lifted, true)).toBe(
      'The gradient it was handed is 0. The step did not move it.',
    );
  });

  it.each([
    ['of no slope', [0, 0]],
    ['of no slope along y', [1, 0]],
    ['of no slope along x', [0, 1]],
  ] as const)('has no number that is none, at a point %s', (_, start) => {
    for (const base of optimizers) {
      const { optimizer, steps } = inspectedSteps(base, { lr: 0.01 }, 2, start);
      for (const step of steps) {
        const texts = [
          stepSentence(optimizer, step, false),
          stepSentence(optimizer, step, true),
          rateNote(step, isPlainDescent(optimizer, step)).text,
          effectiveText(effectiveRates(step)),
        ];
        for (const text of texts) expect(text, `${base.id}, step ${step.t}`).not.toMatch(/NaN|∞|undefined/);
        const { occurrences, valueAt } = explain(optimizer);
        const numbers = [
          ...occurrences.map((occurrence) => valueAt(step, occurrence)),
          ...(optimizer.derived ?? []).map((quantity) => deriveFrom(quantity, step)),
        ];
        for (const number of numbers.flat())
          expect(number ?? 0, `${base.id}, step ${step.t}`).toSatisfy(Number.isFinite);
      }
    }
  });
});

describe('the arrows', () => {
  const kinds = (id: string, start: Pair = [-2.5, 1.5]) => {
    const { optimizer, steps } = inspectedSteps(optimizerById(id)!, { lr: 0.1 }, 1, start);
    return arrowsOf(optimizer, steps[0]!).map(({ kind }) => kind);
  };
  it('are those that the step has', () => {
    expect(kinds('adam')).toEqual(['gradient', 'momentum', 'step']);
    expect(kinds('momentum')).toEqual(['gradient', 'momentum', 'step']);
    expect(kinds('sgd')).toEqual(['gradient', 'step']);
    expect(kinds('newton')).toEqual(['gradient', 'step']);
    expect(kinds('adam', [0, 0])).toEqual([]);
  });
});

describe('quantities', () => {
  it('reach back through the history, the newest last', () => {
    const shown = trajectory('adam', { lr: 0.1 }, 80);
    const quantities = new Map(quantitiesOf(shown).map((quantity) => [quantity.id, quantity]));
    expect([...quantities.keys()]).toEqual(['gradient', 'm', 'v', '\\hat m', '\\hat v', 'step']);
    for (const id of ['m', 'v', '\\hat m', '\\hat v', 'step']) {
      const { now, history } = quantities.get(id)!;
      expect(
        history.at(-1)!.map((value) => value.toFixed(9)),
        id,
      ).toEqual(now!.map((value) => value.toFixed(9)));
      expect(history.length).toBeLessThanOrEqual(61);
    }
  });
  it('have a state, and no step, before the first', () => {
    const quantities = quantitiesOf(trajectory('adam', { lr: 0.1 }, 0));
    expect(quantities.find(({ id }) => id === 'm')!.now).toEqual([0, 0]);
    expect(quantities.find(({ id }) => id === 'step')!.now).toBeNull();
  });
  it('say what a learning rate came to', () => {
    effectiveRates(trajectory('sgd', { lr: 0.03 }, 2).step!).forEach((rate) => {
      expect(rate).toBeCloseTo(0.03, 12);
    });
    expect(effectiveText([0.03, 0.5])).toBe('each coordinate moved as if γ were 0.03 (x) and 0.5 (y)');
    expect(effectiveText([null, 0.5])).toBe('the one with a gradient moved as if γ were 0.5 (y)');
    expect(effectiveText([null, null])).toBe('');
  });
});

describe('the comparison', () => {
  const { optimizer, step } = trajectory('adam', { lr: 0.1 }, 2);
  it('holds every number of a step to its bound', () => {
    const comparisons = compare(optimizer, step!);
    expect(comparisons).toHaveLength(6);
    expect(comparisons.every(isWithin)).toBe(true);
    expect(verdictOf(comparisons)).toMatch(/^✓/);
    const off = {
      ...step!,
      after: { ...step!.after, m: [step!.after.m![0] + 1e-5, step!.after.m![1]] as Pair },
    };
    expect(verdictOf(compare(optimizer, off))).toBe(
      '✗ 1 of 6 numbers differ from the CPU by more than rounding',
    );
    const lost = { ...step!, after: { ...step!.after, m: [Number.NaN, 0] as Pair } };
    expect(verdictOf(compare(optimizer, lost))).toMatch(/^✗ 2 of 6/);
  });
});
