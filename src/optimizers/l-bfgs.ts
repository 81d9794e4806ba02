import { acrossPair, norm1, readSecantPair, secantPair, teaches, timesInverse } from '../core/secant-pair.ts';
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
    const steps = [s1, s2, s3, s4];
    const changes = [y1, y2, y3, y4];
    for (let i = 0; i < n; i += 2) {
      const nowX = g[i];
      const nowY = g[i + 1];
      const thenX = previous[i];
      const thenY = previous[i + 1];
      const movedX = theta[i] - place[i];
      const movedY = theta[i + 1] - place[i + 1];
      const isPair = teaches(movedX, movedY, thenX, thenY, nowX, nowY);
      if (isPair) {
        shift(steps, h.history, i);
        shift(changes, h.history, i);
        s1[i] = movedX;
        s1[i + 1] = movedY;
        y1[i] = nowX - thenX;
        y1[i + 1] = nowY - thenY;
      }
      place[i] = theta[i];
      place[i + 1] = theta[i + 1];
      previous[i] = nowX;
      previous[i + 1] = nowY;

      // B y = s, so B g = s + B g': the smaller of the two gradients rounds less.
      const isNearer = isPair && norm1(thenX, thenY) < norm1(nowX, nowY);
      for (let k = 0; k < steps.length; k++) {
        const [step, change] = [steps[k], changes[k]];
        readSecantPair(pairs[k], step[i], step[i + 1], change[i], change[i + 1]);
      }
      direction[0] = nowX;
      direction[1] = nowY;
      if (pairs[0].known > 0) {
        timesInverse(pairs[0], acrossAll(), isNearer ? thenX : nowX, isNearer ? thenY : nowY, direction);
      }
      const rate = s.opens > 0 ? s.lr / Math.max(1, norm1(nowX, nowY)) : s.lr;
      theta[i] -= rate * (isNearer ? direction[0] + movedX : direction[0]);
      theta[i + 1] -= rate * (isNearer ? direction[1] + movedY : direction[1]);
    }
  },
} satisfies Optimizer;

// One of each for all trajectories, which take turns; newest first.
const pairs = Array.from({ length: MOST_PAIRS }, () => secantPair(0, 0, 0, 0));
const direction = new Float64Array(2);

/** Moves every one of a list to the place behind it, as far as that is kept. */
function shift(list: readonly Float64Array[], history: number, i: number): void {
  for (let k = list.length - 1; k > 0; k--) {
    if (!(history > k + 0.5)) continue;
    list[k][i] = list[k - 1][i];
    list[k][i + 1] = list[k - 1][i + 1];
  }
}

/** σ once all pairs have been learned from, the oldest first. */
function acrossAll(): number {
  let sigma = pairs[0].known / pairs[0].size;
  for (let k = pairs.length - 1; k >= 0; k--) {
    if (pairs[k].known > 0) sigma = acrossPair(pairs[k], k + 1 < pairs.length ? pairs[k + 1] : noPair, sigma);
  }
  return sigma;
}

const noPair = secantPair(0, 0, 0, 0);
