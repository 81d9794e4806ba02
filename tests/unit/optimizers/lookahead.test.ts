import { describe, expect, it } from 'vitest';
import type { Numbers } from '../../../src/core/numbers.ts';
import { optimizerById } from '../../../src/optimizers/index.ts';
import type { Wrapper } from '../../../src/optimizers/optimizer.ts';
import { wrapOptimizer } from '../../../src/optimizers/wrap.ts';
import { type Descent, descend, descendWithState } from './descend.ts';

const gradient = (x: number, y: number): [number, number] => [
  -2 * (1 - x) - 40 * x * (y - x * x),
  20 * (y - x * x),
];
const run = (id: string, hyper: Descent['hyper'], more: Partial<Descent> = {}) =>
  descend({ optimizer: optimizerById(id)!, hyper, gradient, start: [-1.5, 2], steps: 23, ...more });

/** One step of an optimizer that keeps its own state. */
type Inner = (theta: number, g: number, t: number) => number;

/** Lookahead around momentum or Adam in one coordinate, written as its authors' algorithm is: two loops. */
function outerAndInner(
  inner: Inner,
  slope: (theta: number) => number,
  start: number,
  { k, alpha, rounds }: { k: number; alpha: number; rounds: number },
): number[] {
  const path = [start];
  let slow = start;
  let t = 0;
  for (let round = 0; round < rounds; round++) {
    let fast = slow;
    for (let i = 0; i < k; i++) {
      t += 1;
      fast = inner(fast, slope(fast), t);
      if (i < k - 1) path.push(fast);
    }
    slow = (1 - alpha) * slow + alpha * fast;
    path.push(slow);
  }
  return path;
}

/** A slope that is no straight line. */
const slope = (x: number) => Math.sinh(x) + 0.3 * x;

function momentumStep(lr: number, mu: number) {
  let velocity = 0;
  return (theta: number, g: number) => {
    velocity = mu * velocity + g;
    return theta - lr * velocity;
  };
}

function adamStep(lr: number) {
  let [m, v] = [0, 0];
  return (theta: number, g: number, t: number) => {
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    return theta - (lr * (m / (1 - 0.9 ** t))) / (Math.sqrt(v / (1 - 0.999 ** t)) + 1e-8);
  };
}

describe('lookahead', () => {
  it.each(['sgd', 'adam', 'bfgs'])('that follows every step all the way is %s itself', (id) => {
    const plain = run(id, { lr: 0.01 });
    run(id, { lr: 0.01, lookahead: 1, lookaheadAlpha: 1 }).forEach(([x, y], step) => {
      expect(x).toBeCloseTo(plain[step][0], 12);
      expect(y).toBeCloseTo(plain[step][1], 12);
    });
  });

  it('keeps 1 − α + α(1 − γλ)ᵏ of the error each round of gradient descent on a quadratic', () => {
    const [lr, k, alpha] = [0.1, 4, 0.6];
    const path = run(
      'sgd',
      { lr, lookahead: k, lookaheadAlpha: alpha },
      { gradient: (x, y) => [3 * x, 15 * y], start: [1, 1], steps: 3 * k },
    );
    const kept = (curvature: number) => 1 - alpha + alpha * (1 - lr * curvature) ** k;
    for (const round of [1, 2, 3]) {
      expect(path[round * k][0]).toBeCloseTo(kept(3) ** round, 12);
      expect(path[round * k][1]).toBeCloseTo(kept(15) ** round, 12);
    }
    // Between, the fast weights walk alone.
    expect(path[k - 1][0]).toBeCloseTo((1 - lr * 3) ** (k - 1), 12);
  });

  const around: { id: string; hyper: Descent['hyper']; inner: () => Inner }[] = [
    { id: 'momentum', hyper: { lr: 0.05, momentum: 0.8 }, inner: () => momentumStep(0.05, 0.8) },
    { id: 'adam', hyper: { lr: 0.05 }, inner: () => adamStep(0.05) },
  ];

  it.each(around)('around $id keeps the inner state, as two loops written out do', ({ id, hyper, inner }) => {
    const [k, alpha, rounds] = [5, 0.5, 6];
    const path = run(
      id,
      { ...hyper, lookahead: k },
      { gradient: (x, y) => [slope(x), slope(y)], start: [2, -1], steps: k * rounds },
    );
    [2, -1].forEach((start, axis) => {
      const loops = outerAndInner(inner(), slope, start, { k, alpha, rounds });
      path.forEach((position, step) => {
        expect(position[axis], `step ${step}`).toBeCloseTo(loops[step], 12);
      });
    });
  });

  it('starts its slow weights at the start, and moves them every k steps only', () => {
    const moments = descendWithState({
      optimizer: optimizerById('adam')!,
      hyper: { lr: 0.1, lookahead: 3 },
      gradient,
      start: [-1.5, 2],
      steps: 7,
    });
    const slow = moments.map(({ state }) => state.slow);
    expect(slow.slice(0, 3)).toEqual([
      [-1.5, 2],
      [-1.5, 2],
      [-1.5, 2],
    ]);
    expect(slow[3]).not.toEqual(slow[2]);
    expect(slow[3]).toEqual(moments[3].position);
    expect(slow[5]).toEqual(slow[3]);
    expect(slow[6]).toEqual(moments[6].position);
  });
});

describe('wrapOptimizer', () => {
  const sgd = optimizerById('sgd')!;
  const wrapper = (id: string, change: (theta: number, before: number) => number): Wrapper => ({
    id,
    title: id,
    description: id,
    source: id,
    equations: [],
    hyper: [],
    state: [{ name: `${id}Slot`, description: id, symbol: id }],
    scalars: [`${id}Scalar`],
    prepare: (_h: Numbers, lr: number, t: number) => ({ [`${id}Scalar`]: lr * t }),
    finish({ theta }, before, _h, _s, n) {
      for (let i = 0; i < n; i++) theta[i] = change(theta[i], before[i]);
    },
  });
  const doubles = wrapper('doubles', (theta, before) => before + 2 * (theta - before));
  const adds = wrapper('adds', (theta) => theta + 1);
  const columns = () => ({ theta: Float64Array.of(10, 20), g: Float64Array.of(1, 2) });
  const hyper = { lr: 1, weightDecay: 0, lookahead: 0, lookaheadAlpha: 0.5 };

  it('is the optimizer itself where there is nothing to do', () => {
    expect(wrapOptimizer(sgd, [])).toBe(sgd);
  });

  it('finishes in the order that it is given', () => {
    const [first, second] = [columns(), columns()];
    wrapOptimizer(sgd, [doubles, adds]).step(first, hyper, { lr: 1 }, 2);
    // Gradient descent moves 10 by −1: doubled, 8, and one more; or one more, 10, which is no move to double.
    expect([...first.theta]).toEqual([9, 17]);
    wrapOptimizer(sgd, [adds, doubles]).step(second, hyper, { lr: 1 }, 2);
    expect([...second.theta]).toEqual([10, 18]);
  });

  it('adds what its wrappers have after what the optimizer has', () => {
    const wrapped = wrapOptimizer(optimizerById('momentum')!, [doubles, adds]);
    expect(wrapped.state.map(({ name }) => name)).toEqual(['b', 'doublesSlot', 'addsSlot']);
    expect(wrapped.scalars).toEqual(['gain', 'stepSize', 'doublesScalar', 'addsScalar']);
    const h = { ...hyper, momentum: 0.9, dampening: 0, convention: 0 };
    expect(wrapped.prepare(h, 0.5, 3, null)).toEqual({
      lr: 0.5,
      gain: 1,
      stepSize: 0.5,
      doublesScalar: 1.5,
      addsScalar: 1.5,
    });
  });
});
