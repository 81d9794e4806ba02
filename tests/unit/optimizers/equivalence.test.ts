import { describe, expect, it } from 'vitest';
import { completeHyper } from '../../../src/engine/complete-values.ts';
import { decoupledDecay } from '../../../src/optimizers/hyper.ts';
import { optimizerById, optimizers } from '../../../src/optimizers/index.ts';
import type { Optimizer } from '../../../src/optimizers/optimizer.ts';
import { type Descent, descend } from './descend.ts';
import { equivalences } from './equivalences.ts';

/** A bent, ill-conditioned valley, (1 − x)² + 10 (y − x²)²: no coordinate and no step is like another. */
const loss = (x: number, y: number): number => (1 - x) ** 2 + 10 * (y - x * x) ** 2;
const gradient = (x: number, y: number): [number, number] => [
  -2 * (1 - x) - 40 * x * (y - x * x),
  20 * (y - x * x),
];
const hessian = (x: number, y: number): [number, number, number] => [
  2 - 40 * (y - x * x) + 80 * x * x,
  -40 * x,
  20,
];

const run = (id: string, hyper: Descent['hyper'], more: Partial<Descent> = {}) =>
  descend({
    optimizer: optimizerById(id)!,
    hyper,
    loss,
    gradient,
    hessian,
    start: [-1.5, 2],
    steps: 50,
    ...more,
  });

describe('one optimizer is another with some of its numbers chosen', () => {
  it.each(equivalences)('$what', ({ one, other, digits = 12, steps = 50 }) => {
    const [a, b] = [run(...one, { steps }), run(...other, { steps })];
    a.forEach(([x, y], step) => {
      expect(x, `x after step ${step}`).toBeCloseTo(b[step][0], digits);
      expect(y, `y after step ${step}`).toBeCloseTo(b[step][1], digits);
    });
  });
});

describe('steps worked out by hand', () => {
  const constantGradient = (): [number, number] => [2, -4];

  it('momentum takes the first gradient undamped', () => {
    const path = run(
      'momentum',
      { lr: 0.1, momentum: 0.5, dampening: 0.75 },
      { gradient: constantGradient, steps: 2 },
    );
    // b₁ = 2, b₂ = 0.5·2 + 0.25·2 = 1.5
    expect(path[1][0]).toBeCloseTo(-1.5 - 0.1 * 2, 12);
    expect(path[2][0]).toBeCloseTo(-1.7 - 0.1 * 1.5, 12);
  });

  it('nesterov steps along the velocity it will have', () => {
    const path = run('nesterov', { lr: 0.1, momentum: 0.5 }, { gradient: constantGradient, steps: 2 });
    // b₁ = 2: step 2 + 1 = 3; b₂ = 3: step 2 + 1.5 = 3.5
    expect(path[1][0]).toBeCloseTo(-1.5 - 0.3, 12);
    expect(path[2][0]).toBeCloseTo(-1.8 - 0.35, 12);
  });

  it('adagrad starts from its initial sum and decays its rate', () => {
    const path = run(
      'adagrad',
      { lr: 0.1, initialAccumulator: 12, lrDecay: 1, eps: 0 },
      { gradient: constantGradient, steps: 2 },
    );
    // v₁ = 12 + 4 = 16, v₂ = 20
    expect(path[1][0]).toBeCloseTo(-1.5 - (0.1 * 2) / 4, 12);
    expect(path[2][0]).toBeCloseTo(path[1][0] - (0.05 * 2) / Math.sqrt(20), 12);
  });

  it('centered rmsprop with momentum', () => {
    const path = run(
      'rmsprop',
      { lr: 0.1, alpha: 0.5, eps: 1, momentum: 0.5, centered: true },
      { gradient: constantGradient, steps: 2 },
    );
    // v₁ = 2, ḡ₁ = 1, b₁ = 2/(1 + 1); v₂ = 3, ḡ₂ = 1.5, b₂ = 0.5·1 + 2/(√0.75 + 1)
    expect(path[1][0]).toBeCloseTo(-1.5 - 0.1, 12);
    expect(path[2][0]).toBeCloseTo(-1.6 - 0.1 * (0.5 + 2 / (Math.sqrt(0.75) + 1)), 12);
  });

  it('a variance that rounding makes negative counts as zero', () => {
    const rmsprop = optimizerById('rmsprop')!;
    const hyper = completeHyper(rmsprop, { lr: 1e-6, alpha: 0.9, centered: true });
    const n = 64;
    const column = () => new Float64Array(n);
    const columns = { theta: column(), g: column(), v: column(), mean: column(), b: column() };
    // A constant gradient has no variance: what is left of it is rounding, of either sign.
    for (let i = 0; i < n; i++) columns.g[i] = 0.1 * (i + 1);
    for (let t = 1; t <= 1000; t++)
      rmsprop.step(columns, hyper, rmsprop.prepare(hyper, hyper.lr, t, null), n);
    expect(columns.v.some((v, i) => v - columns.mean[i] ** 2 < 0)).toBe(true);
    expect(columns.theta.every(Number.isFinite)).toBe(true);
  });

  it('aggmo steps by the mean of its three velocities', () => {
    const path = run(
      'aggmo',
      { lr: 0.3, beta1: 0, beta2: 0.5, beta3: 1 },
      { gradient: constantGradient, steps: 2 },
    );
    // (2, 2, 2), then (2, 3, 4).
    expect(path[1][0]).toBeCloseTo(-1.5 - 0.1 * 6, 12);
    expect(path[2][0]).toBeCloseTo(-2.1 - 0.1 * 9, 12);
  });

  it('adopt clips a gradient that the average does not foretell, ever less', () => {
    const gradients: [number, number][] = [
      [2, -4],
      [6, -4],
      [6, -4],
    ];
    let step = 0;
    const path = run('adopt', { lr: 0.1, beta1: 0 }, { gradient: () => gradients[step++], steps: 3 });
    // n₂ = 6/2 and −4/4, clipped to ±1; n₃ is about 6/2 and −4/4, clipped to the fourth root of 2.
    expect(path[1]).toEqual([-1.5, 2]);
    expect(path[2][0]).toBeCloseTo(-1.6, 12);
    expect(path[2][1]).toBeCloseTo(2.1, 12);
    expect(path[3][0]).toBeCloseTo(-1.6 - 0.1 * 2 ** 0.25, 12);
    expect(path[3][1]).toBeCloseTo(2.2, 12);
  });

  it("yogi's level falls by the gradient's square, where adam's would fall by a share of itself", () => {
    const gradients: [number, number][] = [
      [2, -4],
      [1, -1],
    ];
    let step = 0;
    const path = run(
      'yogi',
      { lr: 0.1, beta1: 0, beta2: 0.5, eps: 0 },
      { gradient: () => gradients[step++], steps: 2 },
    );
    // v₁ = 1e-6 + ½·16 = 8, v₂ = 8 − ½·1; v̂₂ = v₂ / ¾.
    expect(path[2][1] - path[1][1]).toBeCloseTo(0.1 / Math.sqrt(7.500001 / 0.75), 12);
  });

  it("adam's first step is the learning rate, whatever the gradient", () => {
    const path = run('adam', { lr: 0.1, eps: 0 }, { gradient: () => [1e-6, -1e6], steps: 1 });
    expect(path[1][0]).toBeCloseTo(-1.6, 12);
    expect(path[1][1]).toBeCloseTo(2.1, 12);
  });

  it('weight decay is a gradient in adam and a shrinking in adamw', () => {
    const still = { gradient: (): [number, number] => [0, 0], steps: 1 };
    // The L2 gradient goes through the same scaling as any other: one learning rate.
    expect(run('adam', { lr: 0.1, weightDecay: 0.5, eps: 0 }, still)[1][0]).toBeCloseTo(-1.4, 12);
    expect(run('adamw', { lr: 0.1, weightDecay: 0.5 }, still)[1][0]).toBeCloseTo(-1.5 * (1 - 0.05), 12);
  });
});

describe('weight decay, far from any gradient', () => {
  const [lr, decay, steps] = [0.1, 0.5, 3];
  const wordsOf = ({ hyper }: Optimizer) =>
    hyper.find(({ name }) => name === 'weightDecay')?.description ?? '';
  const withDecay = optimizers.filter((optimizer) => wordsOf(optimizer) !== '');
  const isPenalty = (optimizer: Optimizer) => wordsOf(optimizer).startsWith('L2 penalty');
  const isProximal = (optimizer: Optimizer) => wordsOf(optimizer).includes('divided');
  const isShrinking = (optimizer: Optimizer) =>
    wordsOf(optimizer) === decoupledDecay(0).description || isProximal(optimizer);
  const stillPath = (id: string, hyper: Descent['hyper'] = {}) =>
    run(id, { lr, weightDecay: decay, ...hyper }, { gradient: () => [0, 0], steps });

  it.each(withDecay.filter(isPenalty))('is a gradient to $id', ({ id }) => {
    const penalty = run(id, { lr }, { gradient: (x, y) => [decay * x, decay * y], steps });
    stillPath(id).forEach(([x, y], step) => {
      expect(x).toBeCloseTo(penalty[step][0], 12);
      expect(y).toBeCloseTo(penalty[step][1], 12);
    });
    expect(penalty[steps]).not.toEqual([-1.5, 2]);
  });

  const shrunk = (factor: number) => [-1.5 * factor ** steps, 2 * factor ** steps];

  it.each(withDecay.filter(isShrinking))('is a shrinking to $id', (optimizer) => {
    const [x, y] = stillPath(optimizer.id)[steps];
    const [wantedX, wantedY] = shrunk(isProximal(optimizer) ? 1 / (1 + lr * decay) : 1 - lr * decay);
    expect(x).toBeCloseTo(wantedX, 12);
    expect(y).toBeCloseTo(wantedY, 12);
  });

  const others = withDecay.filter((optimizer) => !isPenalty(optimizer) && !isShrinking(optimizer));

  it.each(others)('leads $id straight towards the origin, in its own way', ({ id }) => {
    for (const [step, [x, y]] of stillPath(id).slice(1).entries()) {
      const [before] = stillPath(id)[step];
      expect(x / y).toBeCloseTo(-1.5 / 2, 12);
      expect(x).toBeGreaterThan(before);
      expect(x).toBeLessThan(0);
    }
  });

  const switchable = optimizers.filter(({ hyper }) =>
    hyper.some(({ name }) => name === 'decoupledWeightDecay'),
  );

  it.each(switchable)('is a shrinking to $id if it is told so', ({ id }) => {
    const [x, y] = stillPath(id, { decoupledWeightDecay: true })[steps];
    const [wantedX, wantedY] = shrunk(1 - lr * decay);
    expect(x).toBeCloseTo(wantedX, 12);
    expect(y).toBeCloseTo(wantedY, 12);
  });
});
