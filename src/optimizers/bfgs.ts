import { acrossPair, norm1, readSecantPair, secantPair, teaches, timesInverse } from '../core/secant-pair.ts';
import { learningRate } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

export default {
  id: 'bfgs',
  title: 'BFGS',
  description:
    'Learns the inverse of the Hessian from how the gradient changes between steps, and never looks at a second derivative: plain gradient descent at first, Newton’s method soon after.',
  source:
    'Broyden, Fletcher, Goldfarb and Shanno 1970. A fixed step length, no line search. As torch.optim.LBFGS: a first step no longer than the learning rate, pairs of little curvature left out (and those that float32 could not tell from rounding), the first pair sets the scale (Nocedal and Wright 2006, eq. 6.20). In two dimensions the last pair and one number are the whole matrix, and no difference in its update can cancel.',
  year: 1970,
  equations: [
    "g \\gets \\nabla L(\\theta), \\quad s \\gets \\theta - \\theta', \\quad y \\gets g - g', \\quad \\theta' \\gets \\theta, \\quad g' \\gets g",
    'y^\\top s > 10^{-10}: \\quad \\sigma \\gets \\frac{y^\\top y}{(y^\\top s)^2}\\, \\hat s^\\top B\\, \\hat s \\quad \\left(\\text{first: } B = \\tfrac{y^\\top s}{y^\\top y}\\, I\\right), \\quad s_1 \\gets s, \\quad y_1 \\gets y, \\qquad \\hat v = (-v_2, v_1)',
    'B = \\frac{s_1 s_1^\\top}{y_1^\\top s_1} + \\sigma\\, \\frac{\\hat y_1 \\hat y_1^\\top}{y_1^\\top y_1} \\quad \\left(\\text{in any dimension } B \\gets \\left(I - \\tfrac{s\\, y^\\top}{y^\\top s}\\right) B \\left(I - \\tfrac{y\\, s^\\top}{y^\\top s}\\right) + \\tfrac{s\\, s^\\top}{y^\\top s}\\right)',
    '\\theta \\gets \\theta - \\gamma\\, B\\, g \\qquad \\left(t = 1: \\ \\theta - \\gamma\\, \\min\\left(1, \\tfrac{1}{\\lVert g \\rVert_1}\\right) g\\right)',
  ],
  hyper: [learningRate(1)],
  state: [
    { name: 'place', initial: 'start', description: 'Position before the last step.', symbol: "\\theta'" },
    { name: 'previous', description: 'Gradient of the step before.', symbol: "g'" },
    { name: 's1', description: 'Last step that it learned from.', symbol: 's_1' },
    { name: 'y1', description: 'What that step changed in the gradient.', symbol: 'y_1' },
    {
      name: 'across',
      description: 'Inverse curvature across that change.',
      symbol: '\\sigma',
    },
  ],
  scalars: ['lr', 'opens'],
  couples: true,

  prepare: (_h, lr, t) => ({ lr, opens: t === 1 ? 1 : 0 }),

  step({ theta, g, place, previous, s1, y1, across }, _h, s, n) {
    for (let i = 0; i < n; i += 2) {
      const nowX = g[i];
      const nowY = g[i + 1];
      const thenX = previous[i];
      const thenY = previous[i + 1];
      const movedX = theta[i] - place[i];
      const movedY = theta[i + 1] - place[i + 1];
      const isPair = teaches(movedX, movedY, thenX, thenY, nowX, nowY);
      if (isPair) {
        readSecantPair(before, s1[i], s1[i + 1], y1[i], y1[i + 1]);
        s1[i] = movedX;
        s1[i + 1] = movedY;
        y1[i] = nowX - thenX;
        y1[i + 1] = nowY - thenY;
        readSecantPair(pair, s1[i], s1[i + 1], y1[i], y1[i + 1]);
        across[i] = acrossPair(pair, before, before.known > 0 ? across[i] : pair.known / pair.size);
        across[i + 1] = across[i];
      }
      place[i] = theta[i];
      place[i + 1] = theta[i + 1];
      previous[i] = nowX;
      previous[i + 1] = nowY;

      // B y = s, so B g = s + B g': the smaller of the two gradients rounds less.
      const isNearer = isPair && norm1(thenX, thenY) < norm1(nowX, nowY);
      readSecantPair(pair, s1[i], s1[i + 1], y1[i], y1[i + 1]);
      direction[0] = nowX;
      direction[1] = nowY;
      if (pair.known > 0) {
        timesInverse(pair, across[i], isNearer ? thenX : nowX, isNearer ? thenY : nowY, direction);
      }
      const rate = s.opens > 0 ? s.lr / Math.max(1, norm1(nowX, nowY)) : s.lr;
      theta[i] -= rate * (isNearer ? direction[0] + movedX : direction[0]);
      theta[i + 1] -= rate * (isNearer ? direction[1] + movedY : direction[1]);
    }
  },
} satisfies Optimizer;

// One of each for all trajectories, which take turns.
const before = secantPair(0, 0, 0, 0);
const pair = secantPair(0, 0, 0, 0);
const direction = new Float64Array(2);
