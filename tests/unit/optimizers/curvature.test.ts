import { describe, expect, it } from 'vitest';
import { completeHyper } from '../../../src/engine/complete-values.ts';
import { optimizerById } from '../../../src/optimizers/index.ts';
import { type Descent, descend, descendWithState, type Moment } from './descend.ts';

type Vector = [number, number];
/** [xx, xy, yy]. */
type Matrix = [number, number, number];

const times = ([xx, xy, yy]: Matrix, [x, y]: Vector): Vector => [xx * x + xy * y, xy * x + yy * y];

/** ½ (θ − m)ᵀ H (θ − m). */
const quadratic = (hessian: Matrix, [mx, my]: Vector = [0, 0]) => ({
  gradient: (x: number, y: number): Vector => times(hessian, [x - mx, y - my]),
  hessian: (): Matrix => hessian,
});

/** A bent valley, (1 − x)² + 10 (y − x²)², as the equivalences have it. */
const valley = {
  gradient: (x: number, y: number): Vector => [-2 * (1 - x) - 40 * x * (y - x * x), 20 * (y - x * x)],
  hessian: (x: number, y: number): Matrix => [2 - 40 * (y - x * x) + 80 * x * x, -40 * x, 20],
};

type Surface = Pick<Descent, 'gradient' | 'hessian'>;
const run = (
  id: string,
  surface: Surface,
  hyper: Descent['hyper'],
  steps: number,
  start: Vector = [-1.5, 2],
) => descend({ optimizer: optimizerById(id)!, hyper, ...surface, start, steps });
const runWithState = (id: string, surface: Surface, hyper: Descent['hyper'], steps: number) =>
  descendWithState({ optimizer: optimizerById(id)!, hyper, ...surface, start: [-1.5, 2], steps });

function expectNear(actual: readonly number[], wanted: readonly number[], digits: number): void {
  wanted.forEach((value, k) => {
    expect(actual[k]).toBeCloseTo(value, digits);
  });
}

const tilted = quadratic([5, 2, 1], [0.3, -0.7]);

describe('newton', () => {
  it('solves a quadratic in one step, whatever its shape', () => {
    expectNear(run('newton', tilted, {}, 1)[1], [0.3, -0.7], 13);
    expectNear(run('saddle-free-newton', tilted, {}, 1)[1], [0.3, -0.7], 13);
  });

  it('keeps 1 − γλ/(λ + μ) of the error along each eigenvector', () => {
    const path = run('newton', quadratic([6, 0, 1]), { lr: 0.5, damping: 2 }, 3, [1, 1]);
    expectNear(path[3], [(1 - (0.5 * 6) / 8) ** 3, (1 - 0.5 / 3) ** 3], 13);
  });

  it('goes to a saddle, which saddle-free newton leaves', () => {
    const saddle = quadratic([2, 0, -2]);
    expectNear(run('newton', saddle, { lr: 0.5 }, 4, [1, 0.125])[4], [1 / 16, 0.125 / 16], 13);
    expectNear(
      run('saddle-free-newton', saddle, { lr: 0.5 }, 4, [1, 0.125])[4],
      [1 / 16, 0.125 * 1.5 ** 4],
      13,
    );
  });

  it('leaves a saddle that lies across the axes along the direction that curves down', () => {
    // 2xy: up along x = y, down along x = −y.
    const across = quadratic([0, 2, 0]);
    expectNear(
      run('saddle-free-newton', across, { lr: 1 }, 1, [1, 0])[1],
      [0.5, -0.5].map((v) => 2 * v),
      13,
    );
    expectNear(run('newton', across, { lr: 1 }, 1, [1, 0])[1], [0, 0], 13);
  });

  it.each(['newton', 'saddle-free-newton'])('%s stays where it is along what has no curvature', (id) => {
    const trough = { gradient: (x: number): Vector => [2 * x, 3], hessian: (): Matrix => [2, 0, 0] };
    expectNear(run(id, trough, {}, 1, [5, 7])[1], [0, 7], 13);
    const plane = { gradient: (): Vector => [1, 1], hessian: (): Matrix => [0, 0, 0] };
    expect(run(id, plane, {}, 3, [5, 7])[3]).toEqual([5, 7]);
  });

  it('does not care how an axis is scaled', () => {
    const stretch = 1000;
    const path = run('newton', valley, { lr: 0.3 }, 20);
    const stretched = run('newton', scaled(valley, stretch), { lr: 0.3 }, 20, [-1.5, 2 * stretch]);
    stretched.forEach(([x, y], step) => {
      expectNear([x, y / stretch], path[step], 9);
    });
  });
});

/** The same surface with y counted in units `stretch` times as small. */
const scaled = ({ gradient, hessian }: typeof valley, stretch: number) => ({
  gradient(x: number, y: number): Vector {
    const [gx, gy] = gradient(x, y / stretch);
    return [gx, gy / stretch];
  },
  hessian(x: number, y: number): Matrix {
    const [xx, xy, yy] = hessian(x, y / stretch);
    return [xx, xy / stretch, yy / stretch ** 2];
  },
});

/** What bfgs has learned: s₁ s₁ᵀ / (y₁ᵀs₁) + σ ŷ₁ ŷ₁ᵀ / (y₁ᵀy₁). */
function learned({ s1, y1, across }: Moment['state']): Matrix {
  const ys = s1[0] * y1[0] + s1[1] * y1[1];
  const sigma = across[0] / (y1[0] ** 2 + y1[1] ** 2);
  return [
    (s1[0] * s1[0]) / ys + sigma * y1[1] * y1[1],
    (s1[0] * s1[1]) / ys - sigma * y1[0] * y1[1],
    (s1[1] * s1[1]) / ys + sigma * y1[0] * y1[0],
  ];
}

/** BFGS as textbooks have it, in any number of dimensions, with a matrix of rows. */
function textbookBfgs({ gradient }: Surface, lr: number, steps: number, start: Vector): Vector[] {
  const axes = start.map((_, k) => k);
  const dot = (a: readonly number[], b: readonly number[]): number =>
    axes.reduce((sum, k) => sum + a[k] * b[k], 0);
  const identity = axes.map((i) => axes.map((j) => (i === j ? 1 : 0)));
  const product = (a: number[][], b: number[][]) =>
    axes.map((i) => axes.map((j) => axes.reduce((sum, k) => sum + a[i][k] * b[k][j], 0)));
  let inverse: number[][] | null = null;
  let theta = [...start];
  let g: number[] = gradient(theta[0], theta[1]);
  const path: Vector[] = [[...start]];
  for (let t = 1; t <= steps; t++) {
    const rate = t === 1 ? lr * Math.min(1, 1 / g.reduce((sum, v) => sum + Math.abs(v), 0)) : lr;
    const matrix: number[][] = inverse ?? identity;
    const s: number[] = axes.map((i) => -rate * dot(matrix[i], g));
    theta = theta.map((value, i) => value + s[i]);
    const next: number[] = gradient(theta[0], theta[1]);
    const y = next.map((value, i) => value - g[i]);
    const ys = dot(y, s);
    if (ys > 1e-10) {
      const before: number[][] =
        inverse ?? identity.map((row) => row.map((value) => (value * ys) / dot(y, y)));
      const left = axes.map((i) => axes.map((j) => identity[i][j] - (s[i] * y[j]) / ys));
      const right = axes.map((i) => axes.map((j) => left[j][i]));
      const kept = product(product(left, before), right);
      inverse = axes.map((i) => axes.map((j) => kept[i][j] + (s[i] * s[j]) / ys));
    }
    g = next;
    path.push([theta[0], theta[1]]);
  }
  return path;
}

/** torch.optim.LBFGS with one iteration a step and no line search, from its documentation: lists that grow and are cut. */
function plainLbfgs(
  { gradient }: Surface,
  lr: number,
  steps: number,
  start: Vector,
  history: number,
): Vector[] {
  const dot = (a: Vector, b: Vector) => a[0] * b[0] + a[1] * b[1];
  const add = (a: Vector, by: number, b: Vector): Vector => [a[0] + by * b[0], a[1] + by * b[1]];
  const pairs: { s: Vector; y: Vector; rho: number }[] = [];
  let scale = 1;
  let theta = start;
  let last: { g: Vector; move: Vector } | null = null;
  const path = [start];
  for (let t = 1; t <= steps; t++) {
    const g = gradient(...theta);
    if (last !== null) {
      const y = add(g, -1, last.g);
      const ys = dot(y, last.move);
      if (ys > 1e-10) {
        pairs.push({ s: last.move, y, rho: 1 / ys });
        if (pairs.length > history) pairs.shift();
        scale = ys / dot(y, y);
      }
    }
    let q = add([0, 0], -1, g);
    const alphas = pairs.map(() => 0);
    for (let k = pairs.length - 1; k >= 0; k--) {
      alphas[k] = pairs[k].rho * dot(pairs[k].s, q);
      q = add(q, -alphas[k], pairs[k].y);
    }
    let direction = add([0, 0], scale, q);
    pairs.forEach(({ s, y, rho }, k) => {
      direction = add(direction, alphas[k] - rho * dot(y, direction), s);
    });
    const rate = t === 1 ? lr * Math.min(1, 1 / (Math.abs(g[0]) + Math.abs(g[1]))) : lr;
    const move = add([0, 0], rate, direction);
    theta = add(theta, 1, move);
    last = { g, move };
    path.push(theta);
  }
  return path;
}

const rates = [0.1, 0.5, 1];
/** Paths of quasi-Newton steps amplify rounding: 1e-16 of the first steps is up to 1e-9 of the later ones. */
const [PATH_STEPS, PATH_DIGITS] = [20, 8];

describe('bfgs', () => {
  it.each(rates)('is what textbooks have, at rate %d', (lr) => {
    const path = run('bfgs', valley, { lr }, PATH_STEPS);
    const textbook = textbookBfgs(valley, lr, PATH_STEPS, [-1.5, 2]);
    path.forEach((position, step) => {
      expectNear(position, textbook[step], PATH_DIGITS);
    });
  });

  it('takes the last change of the gradient to the last step', () => {
    const moments = runWithState('bfgs', valley, { lr: 0.3 }, 30);
    for (let t = 2; t <= 30; t++) {
      // Step t has learned from where step t − 1 led.
      const [[x0, y0], [x1, y1]] = [moments[t - 2].position, moments[t - 1].position];
      const [g0, g1] = [valley.gradient(x0, y0), valley.gradient(x1, y1)];
      const s: Vector = [x1 - x0, y1 - y0];
      const y: Vector = [g1[0] - g0[0], g1[1] - g0[1]];
      expect(y[0] * s[0] + y[1] * s[1], `step ${t} learns`).toBeGreaterThan(1e-10);
      const matrix = learned(moments[t].state);
      times(matrix, y).forEach((value, k) => {
        expect(value / Math.hypot(...s)).toBeCloseTo(s[k] / Math.hypot(...s), 12);
      });
      expect(matrix[0] * matrix[2] - matrix[1] ** 2, `step ${t} is positive`).toBeGreaterThan(0);
    }
  });

  it('learns nothing from what curves down', () => {
    const hill = quadratic([-1, 0, -2]);
    const [, , last] = runWithState('bfgs', hill, { lr: 0.1 }, 2);
    expect(last.state).toMatchObject({ s1: [0, 0], y1: [0, 0], across: [0, 0] });
    // A first step of 0.1 (1.5, −4) / 5.5, and then the whole gradient.
    const [x, y] = [-1.5 * (1 + 0.1 / 5.5), 2 * (1 + 0.2 / 5.5)];
    expectNear(last.position, [1.1 * x, 1.2 * y], 13);
  });

  it('does not care how an axis is scaled, once it has learned something', () => {
    const stretch = 1000;
    const bfgs = optimizerById('bfgs')!;
    const h = completeHyper(bfgs, { lr: 0.3 });
    /** Steps 2 to 20 from a pair that is the same on both scales; σ from the determinant of the matrix. */
    const path = (by: number) => {
      const [s, y]: [Vector, Vector] = [
        [0.2, -0.1 * by],
        [3, -4 / by],
      ];
      const ys = s[0] * y[0] + s[1] * y[1];
      const column = (value: Vector) => Float64Array.from(value);
      const columns = {
        theta: column([-1.5, 2 * by]),
        g: column([0, 0]),
        place: column([-1.5, 2 * by]),
        previous: column([0, 0]),
        s1: column(s),
        y1: column(y),
        across: column([0, 0]).fill((0.01 * by ** 2 * (y[0] ** 2 + y[1] ** 2)) / ys),
      };
      const { gradient } = scaled(valley, by);
      return Array.from({ length: 19 }, (_, k) => {
        columns.g.set(gradient(columns.theta[0], columns.theta[1]));
        bfgs.step(columns, h, bfgs.prepare(h, h.lr, k + 2, null), 2);
        return [columns.theta[0], columns.theta[1] / by];
      });
    };
    const [one, other] = [path(1), path(stretch)];
    other.forEach((position, k) => {
      expectNear(position, one[k], 8);
    });
    // Plain descent would have been off at the first step.
    expect(Math.abs(one[0][1] - 2)).toBeGreaterThan(1e-3);
  });
});

describe('l-bfgs', () => {
  it.each([1, 2, 4].flatMap((history) => rates.map((lr) => ({ history, lr }))))(
    'is torch’s, with $history pairs at rate $lr',
    ({ history, lr }) => {
      const path = run('l-bfgs', valley, { lr, history }, PATH_STEPS);
      const plain = plainLbfgs(valley, lr, PATH_STEPS, [-1.5, 2], history);
      path.forEach((position, step) => {
        expectNear(position, plain[step], PATH_DIGITS);
      });
    },
  );

  it('forgets all but the newest pair where one is kept', () => {
    const { state } = runWithState('l-bfgs', valley, { lr: 0.3, history: 1 }, 10)[10];
    expect(state.y1).not.toEqual([0, 0]);
    for (const name of ['s2', 'y2', 's3', 'y3', 's4', 'y4']) expect(state[name], name).toEqual([0, 0]);
  });
});

it.each(['bfgs', 'l-bfgs'])('%s finds the minimum of a quadratic to the last digit', (id) => {
  const path = run(id, tilted, {}, 30);
  const [first] = path
    .map(([x, y], step) => (Math.hypot(x - 0.3, y + 0.7) < 1e-14 ? step : 0))
    .filter(Boolean);
  expect(first, 'steps').toBeLessThan(20);
  expectNear(path[30], [0.3, -0.7], 14);
});

describe('sophia', () => {
  const bowl = quadratic([4, 0, 0.5]);
  const plain = { lr: 0.1, beta1: 0.5, beta2: 0, gamma: 1, interval: 2, weightDecay: 0.5 };

  it('of optax divides by the curvatures of before, and so walks by the sign first', () => {
    const path = run('sophia', bowl, plain, 2, [1, 0.2]);
    // 0.95 θ − 0.1 sign g.
    expectNear(path[1], [0.85, 0.09], 13);
    // g₂ = (3.4, 0.045), m̂₂ = (½·½·g₁ + ½·g₂)/¾ = (3.6, 0.07333); clip(3.6/4) and 0.07333/0.5.
    const m = (0.25 * 0.1 + 0.5 * 0.045) / 0.75;
    expectNear(
      path[2],
      [0.95 * 0.85 - 0.1 * ((0.25 * 4 + 0.5 * 3.4) / 0.75 / 4), 0.95 * 0.09 - (0.1 * m) / 0.5],
      13,
    );
  });

  it('of the paper knows them at once, and does not correct its average', () => {
    const path = run('sophia', bowl, { ...plain, convention: 'paper' }, 1, [4, 0.2]);
    // m = ½ g = (8, 0.05): 8/4 is clipped, 0.05/0.5 is not.
    expectNear(path[1], [0.95 * 4 - 0.1, 0.95 * 0.2 - 0.1 * 0.1], 13);
  });

  it('walks by the sign where the surface curves down', () => {
    const hill = quadratic([-4, 0, -0.5]);
    const path = run('sophia', hill, { ...plain, weightDecay: 0, convention: 'paper' }, 3, [1, -1]);
    expectNear(path[3], [1.3, -1.3], 13);
  });

  it('looks at the curvature every so many steps only', () => {
    const moments = runWithState('sophia', valley, { lr: 0.01, interval: 3 }, 7);
    const bends = moments.map(({ state }) => state.bend[0]);
    const changes = bends.slice(1).map((bend, k) => bend !== bends[k]);
    expect(changes).toEqual([true, false, false, true, false, false, true]);
    const [[xx]] = [valley.hessian(-1.5, 2)];
    expect(bends[1]).toBeCloseTo(0.01 * xx, 12);
  });
});
