import {
  acrossPair,
  norm1,
  type SecantPair,
  secantPair,
  teaches,
  timesInverse,
} from '../core/secant-pair.ts';
import { learningRate } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

const MOST_PAIRS = 4;

export default {
  id: 'l-bfgs',
  title: 'L-BFGS',
  description:
    'BFGS that keeps the last few steps instead of a matrix and works the product with the gradient out of them: what is long past is forgotten, and a thousand parameters cost a thousand times as much as one.',
  source:
    'Nocedal 1980; Liu and Nocedal 1989. As torch.optim.LBFGS with one iteration a step and no line search, but for its tolerances, since a run has its own: a first step no longer than the learning rate, pairs of little curvature left out (and those that float32 could not tell from rounding), the newest pair sets the scale. In two dimensions what the two loops over the pairs give has the form below, in which no difference cancels. torch keeps up to 100 pairs; four are plenty here.',
  year: 1980,
  equations: [
    "g \\gets \\nabla L(\\theta), \\quad s \\gets \\theta - \\theta', \\quad y \\gets g - g', \\quad \\theta' \\gets \\theta, \\quad g' \\gets g",
    'y^\\top s > 10^{-10}: \\quad (s_k, y_k) \\gets \\dots \\gets (s_2, y_2) \\gets (s_1, y_1) \\gets (s, y) \\qquad (k \\le 4: \\ s_3, y_3,\\ s_4, y_4)',
    'B \\gets \\frac{y_1^\\top s_1}{y_1^\\top y_1}\\, I; \\qquad i = k, \\dots, 1: \\quad B \\gets \\frac{s_i s_i^\\top}{y_i^\\top s_i} + \\frac{\\hat s_i^\\top B\\, \\hat s_i}{(y_i^\\top s_i)^2}\\, \\hat y_i \\hat y_i^\\top, \\qquad \\hat v = (-v_2, v_1)',
    'd \\gets B\\, g \\qquad \\left(\\text{before the first pair } g\\right)',
    '\\theta \\gets \\theta - \\gamma\\, d \\qquad \\left(t = 1: \\ \\theta - \\gamma\\, \\min\\left(1, \\tfrac{1}{\\lVert g \\rVert_1}\\right) d\\right)',
  ],
  hyper: [
    learningRate(1),
    {
      name: 'history',
      kind: 'number',
      default: MOST_PAIRS,
      min: 1,
      max: MOST_PAIRS,
      integer: true,
      slider: { min: 1, max: MOST_PAIRS, scale: 'linear' },
      description: 'Pairs that are kept.',
      symbol: 'k',
    },
  ],
  state: [
    { name: 'place', initial: 'start', description: 'Position before the last step.', symbol: "\\theta'" },
    { name: 'previous', description: 'Gradient of the step before.', symbol: "g'" },
    { name: 's1', description: 'Newest step kept.', symbol: 's_1' },
    { name: 'y1', description: 'What it changed in the gradient.', symbol: 'y_1' },
    { name: 's2', description: 'Second newest step kept.', symbol: 's_2' },
    { name: 'y2', description: 'What it changed in the gradient.', symbol: 'y_2' },
    { name: 's3', description: 'Third newest step kept.', symbol: 's_3' },
    { name: 'y3', description: 'What it changed in the gradient.', symbol: 'y_3' },
    { name: 's4', description: 'Oldest step kept.', symbol: 's_4' },
    { name: 'y4', description: 'What it changed in the gradient.', symbol: 'y_4' },
  ],
  scalars: ['lr', 'opens'],
  couples: true,

  prepare: (_h, lr, t) => ({ lr, opens: t === 1 ? 1 : 0 }),

  step({ theta, g, place, previous, s1, y1, s2, y2, s3, y3, s4, y4 }, h, s, n) {
    const [steps, changes] = [
      [s1, s2, s3, s4],
      [y1, y2, y3, y4],
    ];
    for (let i = 0; i < n; i += 2) {
      const now = [g[i], g[i + 1]] as const;
      const then = [previous[i], previous[i + 1]] as const;
      const moved = [theta[i] - place[i], theta[i + 1] - place[i + 1]] as const;
      const isPair = teaches(moved, then, now);
      if (isPair) {
        for (const list of [steps, changes]) shift(list, h.history, i);
        s1[i] = moved[0];
        s1[i + 1] = moved[1];
        y1[i] = now[0] - then[0];
        y1[i + 1] = now[1] - then[1];
      }
      place[i] = theta[i];
      place[i + 1] = theta[i + 1];
      previous[i] = now[0];
      previous[i + 1] = now[1];

      const pairs = steps.map((step, k) =>
        secantPair(step[i], step[i + 1], changes[k][i], changes[k][i + 1]),
      );
      // B y = s, so B g = s + B g': the smaller of the two gradients rounds less.
      const isNearer = isPair && norm1(...then) < norm1(...now);
      const [newest] = pairs;
      const [dx, dy] = newest.known > 0 ? timesInverse(newest, acrossAll(pairs), isNearer ? then : now) : now;
      const rate = s.opens > 0 ? s.lr / Math.max(1, norm1(...now)) : s.lr;
      theta[i] -= rate * (isNearer ? dx + moved[0] : dx);
      theta[i + 1] -= rate * (isNearer ? dy + moved[1] : dy);
    }
  },
} satisfies Optimizer;

/** Moves every one of a list to the place behind it, as far as that is kept. */
function shift(list: readonly Float64Array[], history: number, i: number): void {
  for (let k = list.length - 1; k > 0; k--) {
    if (!(history > k + 0.5)) continue;
    list[k][i] = list[k - 1][i];
    list[k][i + 1] = list[k - 1][i + 1];
  }
}

/** σ once all pairs have been learned from, the oldest first. */
function acrossAll(pairs: readonly SecantPair[]): number {
  let sigma = pairs[0].known / pairs[0].size;
  for (let k = pairs.length - 1; k >= 0; k--) {
    if (pairs[k].known > 0) sigma = acrossPair(pairs[k], pairs[k + 1] ?? noPair, sigma);
  }
  return sigma;
}

const noPair = secantPair(0, 0, 0, 0);
