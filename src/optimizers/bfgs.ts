import { learningRate } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

/** torch.optim.LBFGS learns from no pair whose product is smaller. */
const LEAST_CURVATURE = 1e-10;
/**
 * Nor is there anything to learn from a difference of gradients that is their rounding: a product must be this share of
 * what its terms could be, 256 roundings of float32. Only learning rates below it ever come near.
 */
const LEAST_SHARE = 2 ** -16;

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
    'y^\\top s > 10^{-10}: \\quad \\sigma \\gets \\frac{\\hat s^\\top B\\, \\hat s}{(y^\\top s)^2} \\quad \\left(\\text{first: } B = \\tfrac{y^\\top s}{y^\\top y}\\, I\\right), \\quad s_1 \\gets s, \\quad y_1 \\gets y, \\qquad \\hat v = (-v_2, v_1)',
    'B = \\frac{s_1 s_1^\\top}{y_1^\\top s_1} + \\sigma\\, \\hat y_1 \\hat y_1^\\top \\quad \\left(\\text{in any dimension } B \\gets \\left(I - \\tfrac{s\\, y^\\top}{y^\\top s}\\right) B \\left(I - \\tfrac{y\\, s^\\top}{y^\\top s}\\right) + \\tfrac{s\\, s^\\top}{y^\\top s}\\right)',
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
      description: 'What is left of the inverse curvature across that change.',
      symbol: '\\sigma',
    },
  ],
  scalars: ['lr', 'opens'],
  couples: true,

  prepare: (_h, lr, t) => ({ lr, opens: t === 1 ? 1 : 0 }),

  step({ theta, g, place, previous, s1, y1, across }, _h, s, n) {
    for (let i = 0; i < n; i += 2) {
      const [gx, gy] = [g[i], g[i + 1]];
      const [oldX, oldY] = [previous[i], previous[i + 1]];
      const [sx, sy] = [theta[i] - place[i], theta[i + 1] - place[i + 1]];
      const [yx, yy] = [gx - oldX, gy - oldY];
      const ys = yx * sx + yy * sy;
      const most = (norm1(gx, gy) + norm1(oldX, oldY)) * norm1(sx, sy);
      const isPair = ys > Math.max(LEAST_CURVATURE, LEAST_SHARE * most);
      if (isPair) {
        const [vx, vy] = [sx / ys, sy / ys];
        const before = y1[i] * s1[i] + y1[i + 1] * s1[i + 1];
        const turned = vx * s1[i + 1] - vy * s1[i];
        const straight = vx * y1[i] + vy * y1[i + 1];
        const learned = (turned / before) * turned + across[i] * straight * straight;
        across[i] = before > 0 ? learned : (sx * vx + sy * vy) / (yx * yx + yy * yy);
        across[i + 1] = across[i];
        s1[i] = sx;
        s1[i + 1] = sy;
        y1[i] = yx;
        y1[i + 1] = yy;
      }
      place[i] = theta[i];
      place[i + 1] = theta[i + 1];
      previous[i] = gx;
      previous[i + 1] = gy;

      // B y = s, so B g = s + B g': the smaller of the two gradients rounds less.
      const isNearer = isPair && norm1(oldX, oldY) < norm1(gx, gy);
      const [wx, wy] = isNearer ? [oldX, oldY] : [gx, gy];
      const known = y1[i] * s1[i] + y1[i + 1] * s1[i + 1];
      const along = (s1[i] * wx + s1[i + 1] * wy) / known;
      const beside = across[i] * (y1[i] * wy - y1[i + 1] * wx);
      const isKnown = known > 0;
      const dx = isKnown ? along * s1[i] - beside * y1[i + 1] + (isNearer ? sx : 0) : gx;
      const dy = isKnown ? along * s1[i + 1] + beside * y1[i] + (isNearer ? sy : 0) : gy;
      const rate = s.opens > 0 ? s.lr / Math.max(1, norm1(gx, gy)) : s.lr;
      theta[i] -= rate * dx;
      theta[i + 1] -= rate * dy;
    }
  },
} satisfies Optimizer;

const norm1 = (x: number, y: number): number => Math.abs(x) + Math.abs(y);
