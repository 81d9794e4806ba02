import { describe, expect, it } from 'vitest';
import { optimizerById } from '../../../src/optimizers/index.ts';
import { type Descent, descend } from './descend.ts';

type Point = [number, number];

const START: Point = [-1.5, 2];
/** (1 − x)² + 10 (y − x²)², moved. */
const valley =
  (dx = 0, dy = 0) =>
  (x: number, y: number): Point => {
    const [u, v] = [x - dx, y - dy];
    return [-2 * (1 - u) - 40 * u * (v - u * u), 20 * (v - u * u)];
  };

const run = (id: string, hyper: Descent['hyper'], more: Partial<Descent> = {}) =>
  descend({ optimizer: optimizerById(id)!, hyper, gradient: valley(), start: START, steps: 50, ...more });

const stepOf = (path: Point[], t: number): Point => [
  path[t][0] - path[t - 1][0],
  path[t][1] - path[t - 1][1],
];
const lengthOf = (path: Point[], t: number) => Math.hypot(...stepOf(path, t));

function expectPoint(got: Point, wanted: readonly number[], digits = 12): void {
  expect(got[0]).toBeCloseTo(wanted[0], digits);
  expect(got[1]).toBeCloseTo(wanted[1], digits);
}

function expectPath(got: readonly Point[], wanted: readonly Point[], digits = 12): void {
  for (const [t, point] of wanted.entries()) expectPoint(got[t], point, digits);
}

describe('polyak', () => {
  const bowl = {
    loss: (x: number, y: number) => 0.5 * (x * x + 10 * y * y),
    gradient: (x: number, y: number): Point => [x, 10 * y],
    start: [3, -2] as Point,
  };

  it('halves the distance to the minimum of a round bowl', () => {
    const round = {
      loss: (x: number, y: number) => (x * x + y * y) / 2,
      gradient: (x: number, y: number): Point => [x, y],
    };
    const path = run('polyak', {}, { ...round, steps: 3 });
    expectPath(
      path,
      path.map((_, t) => [START[0] / 2 ** t, START[1] / 2 ** t]),
    );
  });

  it('reaches the tip of a cone in one step, and rests there', () => {
    const cone = {
      loss: Math.hypot,
      gradient: (x: number, y: number): Point => {
        const norm = Math.hypot(x, y);
        return norm > 0 ? [x / norm, y / norm] : [0, 0];
      },
    };
    const path = run('polyak', { lr: 100 }, { ...cone, start: [3, 4], steps: 2 });
    expect(path[1]).toEqual([0, 0]);
    expect(path[2]).toEqual([0, 0]);
  });

  it('never gets farther from the minimum of a convex surface, and gets there', () => {
    const path = run('polyak', {}, { ...bowl, steps: 200 });
    for (let t = 1; t <= 200; t++)
      expect(Math.hypot(...path[t])).toBeLessThanOrEqual(Math.hypot(...path[t - 1]));
    expect(Math.hypot(...path[200])).toBeLessThan(1e-6);
  });

  it('takes the lowest loss of the surface for its own', () => {
    const sunk = { ...bowl, loss: (x: number, y: number) => bowl.loss(x, y) - 7, steps: 10 };
    const path = run('polyak', {}, { ...sunk, lowest: -7 });
    // The gap that is left beside 7 has fewer digits.
    expectPath(path, run('polyak', {}, { ...bowl, steps: 10 }), 10);
    expectPath(path, run('polyak', { fStar: -7 }, sunk));
  });

  it('takes no step beyond its largest rate, and none below the lowest loss', () => {
    const short = run('polyak', { lr: 1e-3 }, { ...bowl, steps: 1 });
    expectPoint(short[1], [3 - 1e-3 * 3, -2 + 1e-3 * 20]);
    expect(run('polyak', { fStar: 1e6 }, { ...bowl, steps: 1 })[1]).toEqual([3, -2]);
  });
});

describe('dog', () => {
  it('steps by the largest distance so far over the root of all squared gradients', () => {
    // Away, and some of the way back.
    const gradients = Array.from({ length: 40 }, (_, t): Point => (t < 35 ? [3, -1] : [-3, 1]));
    let step = 0;
    const path = run('dog', { repsRel: 1e-3, eps: 0 }, { gradient: () => gradients[step++], steps: 40 });
    let [reach, sum] = [1e-3 * (1 + 2.5), 0];
    let [x, y] = START;
    for (const [t, [gx, gy]] of gradients.entries()) {
      reach = Math.max(reach, Math.hypot(x - START[0], y - START[1]));
      sum += gx * gx + gy * gy;
      x -= (reach / Math.sqrt(sum)) * gx;
      y -= (reach / Math.sqrt(sum)) * gy;
      expectPoint(path[t + 1], [x, y]);
    }
    expect(Math.hypot(x - START[0], y - START[1])).toBeLessThan(reach);
  });

  it('adds its epsilon under the root', () => {
    const path = run('dog', { repsRel: 0.1, eps: 16 }, { gradient: () => [3, 0], start: [0, 0], steps: 1 });
    expectPoint(path[1], [-0.1 * (3 / 5), 0]);
  });

  it('rests where there has never been a gradient', () => {
    expect(run('dog', { eps: 0 }, { gradient: () => [0, 0], steps: 2 })[2]).toEqual(START);
  });

  it('finds its rate on bowls of any scale', () => {
    for (const scale of [1e-4, 1, 1e4]) {
      const gradient = (x: number, y: number): Point => [scale * x, 4 * scale * y];
      const path = run('dog', { eps: 0 }, { gradient, start: [3, -2], steps: 3000 });
      expect(Math.hypot(...path[3000]), `times ${scale}`).toBeLessThan(1e-3);
    }
  });
});

describe('novograd', () => {
  it('divides by the root of the averaged squared norm, and sums', () => {
    const gradients: Point[] = [
      [3, 4],
      [6, -8],
    ];
    let step = 0;
    const path = run(
      'novograd',
      { lr: 0.1, beta1: 0.5, beta2: 0.75, eps: 0 },
      { gradient: () => gradients[step++], steps: 2 },
    );
    // v₁ = 25; v₂ = ¾·25 + ¼·100 = 43.75.
    expectPoint(stepOf(path, 1), [-0.1 * 0.6, -0.1 * 0.8]);
    expectPoint(stepOf(path, 2), [-0.1 * (0.3 + 6 / Math.sqrt(43.75)), -0.1 * (0.4 - 8 / Math.sqrt(43.75))]);
  });

  it('lets position into its velocity by the weight decay', () => {
    const still = run(
      'novograd',
      { lr: 0.1, beta1: 0.5, eps: 0, weightDecay: 0.2 },
      { gradient: () => [0, 0], steps: 2 },
    );
    const first = 1 - 0.1 * 0.2;
    expect(still[1][0]).toBeCloseTo(-1.5 * first, 12);
    expect(still[2][0]).toBeCloseTo(-1.5 * (first - 0.1 * (0.5 * 0.2 + 0.2 * first)), 12);
  });

  it('has the defaults of the paper or those of optax', () => {
    const paper = run('novograd', {});
    const optax = run('novograd', { convention: 'optax' });
    expectPath(run('novograd', { beta1: 0.95, beta2: 0.98, eps: 1e-8 }), paper);
    expectPath(run('novograd', { beta1: 0.9, beta2: 0.25, eps: 1e-6 }), optax);
    expect(paper[50]).not.toEqual(optax[50]);
  });
});

describe('lamb', () => {
  const hyper = { lr: 0.01, beta1: 0.9, eps: 1e-6 };

  it('goes where Adam goes, by its rate times the distance from the origin', () => {
    const gradients: Point[] = [
      [3, -0.5],
      [-1, 8],
      [2, 2],
    ];
    const given = () => {
      let step = 0;
      return { gradient: () => gradients[step++], steps: 3 };
    };
    const adam = run('adam', hyper, given());
    const lamb = run('lamb', hyper, given());
    for (let t = 1; t <= 3; t++) {
      const [a, b] = [stepOf(adam, t), stepOf(lamb, t)];
      expect(lengthOf(lamb, t)).toBeCloseTo(0.01 * Math.hypot(...lamb[t - 1]), 12);
      expect(a[0] * b[1] - a[1] * b[0]).toBeCloseTo(0, 15);
      expect(a[0] * b[0] + a[1] * b[1]).toBeGreaterThan(0);
    }
  });

  it('takes Adam’s own step at the origin, and none without a gradient there', () => {
    const atOrigin = { start: [0, 0] as Point, steps: 1 };
    const adam = run('adam', hyper, { ...atOrigin, gradient: () => [3, -0.5] });
    expectPoint(run('lamb', hyper, { ...atOrigin, gradient: () => [3, -0.5] })[1], adam[1]);
    expect(run('lamb', hyper, { gradient: () => [0, 0], steps: 1 })[1]).toEqual(START);
  });

  it('depends on where the origin is, where Adam does not', () => {
    const away = (id: string) => {
      const here = run(id, hyper)[50];
      const there = run(id, hyper, { gradient: valley(5, 5), start: [START[0] + 5, START[1] + 5] })[50];
      return Math.hypot(there[0] - 5 - here[0], there[1] - 5 - here[1]);
    };
    expect(away('adam')).toBeLessThan(1e-12);
    expect(away('lamb')).toBeGreaterThan(0.1);
  });
});

describe('muon', () => {
  type Matrix = number[][];
  const product = (a: Matrix, b: Matrix): Matrix =>
    a.map((row) => b[0].map((_, j) => row.reduce((sum, value, k) => sum + value * b[k][j], 0)));
  const transposed = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));
  const sum = (a: Matrix, b: Matrix, weight = 1): Matrix =>
    a.map((row, i) => row.map((value, j) => value + weight * b[i][j]));
  const scaled = (a: Matrix, by: number): Matrix => a.map((row) => row.map((value) => value * by));

  /** Five Newton–Schulz iterations on a matrix of any shape, as the published code has them. */
  function orthogonalised(m: Matrix): Matrix {
    const norm = Math.hypot(...m.flat());
    let x = scaled(m, 1 / Math.max(norm, 1e-7));
    for (let k = 0; k < 5; k++) {
      const gram = product(x, transposed(x));
      const polynomial = sum(scaled(gram, -4.775), product(gram, gram), 2.0315);
      x = sum(scaled(x, 3.4445), product(polynomial, x));
    }
    return x;
  }

  it('does with two parameters what it does with a matrix of one row, or of one column', () => {
    for (const g of [
      [3, -4],
      [1e-8, 2e-8],
      [1e6, 0],
    ] as Point[]) {
      const path = run(
        'muon',
        { lr: 1, momentum: 0, weightDecay: 0 },
        { gradient: () => g, start: [0, 0], steps: 1 },
      );
      expectPoint(
        path[1],
        orthogonalised([g])
          .flat()
          .map((x) => -x),
      );
      expectPoint(
        path[1],
        orthogonalised(transposed([g]))
          .flat()
          .map((x) => -x),
      );
    }
  });

  it('takes steps of 0.69644 times its rate, however long the gradient', () => {
    const path = run('muon', { lr: 0.01, weightDecay: 0 });
    for (let t = 1; t <= 50; t++) expect(lengthOf(path, t) / 0.01).toBeCloseTo(0.69644, 5);
  });

  it('steps along Nesterov’s momentum of an average', () => {
    const gradients: Point[] = [
      [1, 0],
      [0, 1],
    ];
    const along = (nesterov: boolean) => {
      let step = 0;
      const given = { gradient: () => gradients[step++], steps: 2 };
      return stepOf(run('muon', { lr: 1, momentum: 0.5, nesterov, weightDecay: 0 }, given), 2);
    };
    // m₁ = (½, 0), m₂ = (¼, ½); u₂ = ½ g + ½ m₂ = (⅛, ¾).
    const [x, y] = along(true);
    expect(y / x).toBeCloseTo(6, 12);
    const [plainX, plainY] = along(false);
    expect(plainY / plainX).toBeCloseTo(2, 12);
  });

  it('rests without a gradient', () => {
    expect(run('muon', { weightDecay: 0 }, { gradient: () => [0, 0], steps: 1 })[1]).toEqual(START);
  });
});
