import { describe, expect, it } from 'vitest';
import { completeHyper } from '../../../src/engine/complete-values.ts';
import { optimizerById, optimizers } from '../../../src/optimizers/index.ts';
import { type Descent, descend } from './descend.ts';

const run = (id: string, hyper: Descent['hyper'], more: Partial<Descent> = {}) =>
  descend({
    optimizer: optimizerById(id)!,
    hyper,
    gradient: () => [2, -4],
    start: [0, 0],
    steps: 2,
    // The second step at half of the rate.
    factor: (step) => 0.5 ** step,
    ...more,
  });

describe('the learning rate, where a schedule halves it after the first step', () => {
  const hyper = { lr: 0.1, momentum: 0.5 };

  it('multiplies the whole velocity in torch, and what has entered it in Keras', () => {
    // Velocities 2 and 3: 0.1 · 2 + 0.05 · 3; or 0.2 and ½ · 0.2 + 0.05 · 2.
    expect(run('momentum', hyper)[2][0]).toBeCloseTo(-0.35, 13);
    expect(run('momentum', { ...hyper, convention: 'keras' })[2][0]).toBeCloseTo(-0.4, 13);
  });

  it('does so with Nesterov’s momentum', () => {
    // Steps 0.1 (2 + 1) and 0.05 (2 + 1.5); or 0.2 + 0.1 and 0.1 + ½ · 0.2.
    expect(run('nesterov', hyper)[2][0]).toBeCloseTo(-0.475, 13);
    expect(run('nesterov', { ...hyper, convention: 'keras' })[2][0]).toBeCloseTo(-0.5, 13);
  });

  it('is outside the velocity of rmsprop in torch, and inside in optax', () => {
    const forgetful = { ...hyper, alpha: 0, eps: 0 };
    // Gradients of length 1 once divided: velocities 1 and 1.5.
    expect(run('rmsprop', forgetful)[2][0]).toBeCloseTo(-(0.1 + 0.05 * 1.5), 13);
    expect(run('rmsprop', { ...forgetful, convention: 'optax' })[2][0]).toBeCloseTo(-(0.1 + 0.05 + 0.05), 13);
  });
});

it('adagrad of optax does not move where there never was a gradient, whatever its epsilon', () => {
  const still = {
    lr: 0.1,
    eps: 0,
    initialAccumulator: 0,
    convention: 'optax',
  };
  const path = run('adagrad', still, { gradient: () => [0, 3], factor: () => 1 });
  expect(path[1][0]).toBe(0);
  expect(path[1][1]).toBeCloseTo(-0.1, 13);
  expect(run('adagrad', { ...still, convention: 'torch' }, { gradient: () => [0, 3] })[1][0]).toBeNaN();
});

describe('defaults follow the convention unless they are given', () => {
  const complete = (id: string, hyper: Descent['hyper']) => completeHyper(optimizerById(id)!, hyper);

  it.each([
    {
      id: 'adagrad',
      torch: { initialAccumulator: 0, eps: 1e-10 },
      optax: { initialAccumulator: 0.1, eps: 1e-7 },
    },
    { id: 'rmsprop', torch: { alpha: 0.99 }, optax: { alpha: 0.9 } },
    { id: 'adamw', torch: { weightDecay: 1e-2 }, optax: { weightDecay: 1e-4 } },
  ])('$id', ({ id, torch, optax }) => {
    expect(complete(id, {})).toMatchObject({ ...torch, convention: 0 });
    expect(complete(id, { convention: 'torch' })).toMatchObject({ ...torch, convention: 0 });
    expect(complete(id, { convention: 'optax' })).toMatchObject({ ...optax, convention: 1 });
    const [name] = Object.keys(torch);
    expect(complete(id, { convention: 'optax', [name]: 0.5 })).toMatchObject({ [name]: 0.5 });
  });

  it.each(optimizers)('$id names only conventions that it has', ({ hyper }) => {
    const choices = hyper.find(({ name }) => name === 'convention')?.choices ?? [];
    for (const { name, defaultBy, min = 0, max = Number.POSITIVE_INFINITY } of hyper) {
      if (typeof defaultBy !== 'object') continue;
      for (const [convention, value] of Object.entries(defaultBy.convention)) {
        expect(choices, name).toContain(convention);
        expect(value >= min && value <= max, `${name} of ${convention}`).toBe(true);
      }
    }
  });
});
