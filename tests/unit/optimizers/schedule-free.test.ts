import { describe, expect, it } from 'vitest';
import { optimizerById } from '../../../src/optimizers/index.ts';
import { type Descent, descend, descendWithState } from './descend.ts';

const START: [number, number] = [1, -2];
const plane = (): [number, number] => [2, -4];

const run = (id: string, hyper: Descent['hyper'], more: Partial<Descent> = {}) =>
  descendWithState({
    optimizer: optimizerById(id)!,
    hyper,
    gradient: plane,
    start: START,
    steps: 6,
    ...more,
  });

describe.each([
  // On a plane Adam's scaled gradient is the sign of the gradient.
  { id: 'schedule-free-sgd', step: [2, -4] },
  { id: 'schedule-free-adamw', step: [1, -1] },
])('$id', ({ id, step }) => {
  const lr = 0.1;
  const exact: Descent['hyper'] = id.endsWith('sgd') ? {} : { eps: 0 };

  it('shows the mean of where gradient descent has been', () => {
    for (const [t, { position, state }] of run(id, { lr, ...exact }).entries()) {
      for (const i of [0, 1]) {
        expect(state.z[i]).toBeCloseTo(START[i] - lr * t * step[i], 12);
        // The mean of 1, …, t steps.
        if (t > 0) expect(position[i]).toBeCloseTo(START[i] - lr * ((t + 1) / 2) * step[i], 12);
      }
    }
  });

  it('weighs by the square of the largest learning rate so far', () => {
    const factors = [0, 1, 2, 1];
    const moments = run(id, { lr, ...exact }, { steps: 4, factor: (k) => factors[k] });
    // z has gone 0, 1, 3 and 4 times lr; weights 0, 1, 4 and 4.
    const travelled = lr * [0, 0, 1, (1 + 4 * 3) / 5, (1 + 4 * 3 + 4 * 4) / 9][4];
    for (const i of [0, 1]) {
      expect(moments[1].position[i]).toBe(START[i]);
      expect(moments[2].position[i]).toBeCloseTo(START[i] - lr * step[i], 12);
      expect(moments[3].position[i]).toBeCloseTo(START[i] - lr * (13 / 5) * step[i], 12);
      expect(moments[4].position[i]).toBeCloseTo(START[i] - travelled * step[i], 12);
    }
  });

  it('weighs alike at rates whose squares are no numbers', () => {
    const [tiny, plain] = [1e-200, 1].map((rate) => run(id, { lr: rate, ...exact }));
    for (const [t, { position, state }] of plain.entries()) {
      const shareOf = (z: number, x: number) => (x - START[0]) / (z - START[0]);
      if (t > 0) expect(shareOf(state.z[0], position[0])).toBeCloseTo((t + 1) / (2 * t), 12);
    }
    // 10⁻²⁰⁰ beside a start of 1 is nothing; what counts is that nothing is NaN.
    expect(tiny.at(-1)!.position).toEqual(START);
  });

  it('takes the gradient between z and its mean', () => {
    const places: [number, number][] = [];
    const gradient = (x: number, y: number): [number, number] => {
      places.push([x, y]);
      return plane();
    };
    const name = id.endsWith('sgd') ? 'momentum' : 'beta1';
    const moments = run(id, { lr, [name]: 0.75 }, { gradient });
    for (const [t, place] of places.entries()) {
      const { position, state } = moments[t];
      for (const i of [0, 1]) expect(place[i]).toBeCloseTo(0.75 * position[i] + 0.25 * state.z[i], 12);
    }
    expect(places[3]).not.toEqual(moments[3].position);
  });
});

it('schedule-free AdamW decays towards the origin from where the gradient is', () => {
  const [lr, weightDecay] = [0.1, 0.5];
  // The gradient is taken at z, so z shrinks by one factor, and the mean follows.
  const moments = run(
    'schedule-free-adamw',
    { lr, weightDecay, beta1: 0 },
    { gradient: () => [0, 0], steps: 3 },
  );
  const factor = 1 - lr * weightDecay;
  expect(moments[3].state.z[0]).toBeCloseTo(factor ** 3, 12);
  expect(moments[3].position[0]).toBeCloseTo((factor + factor ** 2 + factor ** 3) / 3, 12);
});

describe('schedule-free SGD with a constant rate', () => {
  const distances = (momentum: number) =>
    descend({
      optimizer: optimizerById('schedule-free-sgd')!,
      hyper: { lr: 0.15, momentum },
      gradient: (x, y) => [x, 10 * y],
      start: [3, -2],
      steps: 4000,
    }).map(([x, y]) => Math.hypot(x, y));

  it('closes in on the minimum of a bowl as 1/t if its gradients are taken at z', () => {
    // A mean of iterates that have long arrived still remembers the way.
    const distance = distances(0);
    expect(distance[2000] / distance[4000]).toBeCloseTo(2, 6);
    expect(distance[4000]).toBeLessThan(0.01);
  });

  it('reaches it if they are taken near the mean', () => expect(distances(0.9)[4000]).toBeLessThan(1e-9));
});
