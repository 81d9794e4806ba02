import { learningRate } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

/** torch.optim.LBFGS learns from no pair whose product is smaller. */
const LEAST_CURVATURE = 1e-10;

export default {
  id: 'bfgs',
  title: 'BFGS',
  description:
    'Learns the inverse of the Hessian from how the gradient changes between steps, and never looks at a second derivative: plain gradient descent at first, Newton’s method soon after.',
  source:
    'Broyden, Fletcher, Goldfarb and Shanno 1970. A fixed step length, no line search. As torch.optim.LBFGS: a first step no longer than the learning rate, pairs of little curvature left out, the first pair sets the scale (Nocedal and Wright 2006, eq. 6.20). In two dimensions the update has the form below, in which nothing cancels.',
  year: 1970,
  equations: [
    "g \\gets \\nabla L(\\theta), \\quad s \\gets \\theta - \\theta', \\quad y \\gets g - g', \\quad \\theta' \\gets \\theta, \\quad g' \\gets g",
    '\\text{where } y^\\top s > 10^{-10}: \\quad B \\gets \\frac{y^\\top s}{y^\\top y}\\, I \\ \\text{ if } n = 0, \\quad n \\gets n + 1,',
    'B \\gets \\left(I - \\frac{s\\, y^\\top}{y^\\top s}\\right) B \\left(I - \\frac{y\\, s^\\top}{y^\\top s}\\right) + \\frac{s\\, s^\\top}{y^\\top s} = (\\hat s^\\top B\\, \\hat s)\\, \\frac{\\hat y\\, \\hat y^\\top}{(y^\\top s)^2} + \\frac{s\\, s^\\top}{y^\\top s}, \\qquad \\hat v = (-v_2, v_1)',
    'B = \\begin{pmatrix} B_{11} & B_{12} \\\\ B_{12} & B_{22} \\end{pmatrix}',
    '\\theta \\gets \\theta - \\gamma\\, B\\, g \\qquad \\left(t = 1: \\ \\theta - \\gamma\\, \\min\\left(1, \\tfrac{1}{\\lVert g \\rVert_1}\\right) g\\right)',
  ],
  hyper: [learningRate(1)],
  state: [
    {
      name: 'inverse',
      initial: 1,
      description: 'Diagonal of the learned inverse of the Hessian, B₁₁ and B₂₂.',
      symbol: 'B',
    },
    { name: 'cross', description: 'Its entry off the diagonal.', symbol: 'B_{12}' },
    { name: 'pairs', description: 'Pairs that it has learned from.', symbol: 'n' },
    { name: 'place', initial: 'start', description: 'Position before the last step.', symbol: "\\theta'" },
    { name: 'previous', description: 'Gradient of the step before.', symbol: "g'" },
  ],
  scalars: ['lr', 'opens'],
  couples: true,

  prepare: (_h, lr, t) => ({ lr, opens: t === 1 ? 1 : 0 }),

  step({ theta, g, inverse, cross, pairs, place, previous }, _h, s, n) {
    for (let i = 0; i < n; i += 2) {
      const [gx, gy] = [g[i], g[i + 1]];
      const [sx, sy] = [theta[i] - place[i], theta[i + 1] - place[i + 1]];
      const [yx, yy] = [gx - previous[i], gy - previous[i + 1]];
      const ys = yx * sx + yy * sy;
      if (ys > LEAST_CURVATURE) {
        const isFirst = pairs[i] < 0.5;
        const scale = ys / (yx * yx + yy * yy);
        const [xx, xy, zz] = isFirst ? [scale, 0, scale] : [inverse[i], cross[i], inverse[i + 1]];
        const kept = sy * sy * xx - 2 * (sx * sy * xy) + sx * sx * zz;
        const [ux, uy] = [-yy / ys, yx / ys];
        const [vx, vy] = [sx / ys, sy / ys];
        inverse[i] = kept * ux * ux + sx * vx;
        inverse[i + 1] = kept * uy * uy + sy * vy;
        cross[i] = kept * ux * uy + sx * vy;
        cross[i + 1] = cross[i];
        pairs[i] += 1;
        pairs[i + 1] += 1;
      }
      place[i] = theta[i];
      place[i + 1] = theta[i + 1];
      previous[i] = gx;
      previous[i + 1] = gy;
      const rate = s.opens > 0 ? s.lr / Math.max(1, Math.abs(gx) + Math.abs(gy)) : s.lr;
      theta[i] -= rate * (inverse[i] * gx + cross[i] * gy);
      theta[i + 1] -= rate * (inverse[i + 1] * gy + cross[i] * gx);
    }
  },
} satisfies Optimizer;
