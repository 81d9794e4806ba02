import { learningRate } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

/** torch.optim.LBFGS learns from no pair whose product is smaller. */
const LEAST_CURVATURE = 1e-10;
const MOST_PAIRS = 4;

export default {
  id: 'l-bfgs',
  title: 'L-BFGS',
  description:
    'BFGS that keeps the last few steps instead of a matrix and works the product with the gradient out of them: what is long past is forgotten, and a thousand parameters cost a thousand times as much as one.',
  source:
    'Nocedal 1980; Liu and Nocedal 1989. As torch.optim.LBFGS with one iteration a step and no line search, but for its tolerances, since a run has its own: a first step no longer than the learning rate, pairs of little curvature left out, the newest pair sets the scale. torch keeps up to 100 pairs; in two dimensions four are plenty.',
  year: 1980,
  equations: [
    "g \\gets \\nabla L(\\theta), \\quad s \\gets \\theta - \\theta', \\quad y \\gets g - g', \\quad \\theta' \\gets \\theta, \\quad g' \\gets g",
    '\\text{where } y^\\top s > 10^{-10}: \\quad (s_k, y_k) \\gets \\dots \\gets (s_2, y_2) \\gets (s_1, y_1) \\gets (s, y), \\quad \\sigma \\gets \\frac{y^\\top s}{y^\\top y} \\qquad (k \\le 4: \\ s_3, y_3,\\ s_4, y_4)',
    'd \\gets g; \\qquad i = 1, \\dots, k: \\quad \\alpha_i \\gets \\frac{s_i^\\top d}{y_i^\\top s_i}, \\quad d \\gets d - \\alpha_i\\, y_i',
    'd \\gets \\sigma\\, d; \\qquad i = k, \\dots, 1: \\quad d \\gets d + \\left(\\alpha_i - \\frac{y_i^\\top d}{y_i^\\top s_i}\\right) s_i',
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
    { name: 'scale', initial: 1, description: 'Inverse curvature of the newest pair.', symbol: '\\sigma' },
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

  step({ theta, g, place, previous, scale, s1, y1, s2, y2, s3, y3, s4, y4 }, h, s, n) {
    const pairs: readonly Pair[] = [
      [s1, y1],
      [s2, y2],
      [s3, y3],
      [s4, y4],
    ];
    const alpha = new Float64Array(MOST_PAIRS);
    for (let i = 0; i < n; i += 2) {
      const [sx, sy] = [theta[i] - place[i], theta[i + 1] - place[i + 1]];
      const [yx, yy] = [g[i] - previous[i], g[i + 1] - previous[i + 1]];
      const ys = yx * sx + yy * sy;
      if (ys > LEAST_CURVATURE) {
        for (let k = h.history - 1; k > 0; k--) copyPair(pairs[k - 1], pairs[k], i);
        s1[i] = sx;
        s1[i + 1] = sy;
        y1[i] = yx;
        y1[i + 1] = yy;
        scale[i] = ys / (yx * yx + yy * yy);
        scale[i + 1] = scale[i];
      }
      place[i] = theta[i];
      place[i + 1] = theta[i + 1];
      previous[i] = g[i];
      previous[i + 1] = g[i + 1];

      let [dx, dy] = [g[i], g[i + 1]];
      for (let k = 0; k < MOST_PAIRS; k++) {
        const [moved, changed] = pairs[k];
        alpha[k] = shareOf(pairs[k], moved, i, dx, dy);
        dx -= alpha[k] * changed[i];
        dy -= alpha[k] * changed[i + 1];
      }
      dx *= scale[i];
      dy *= scale[i];
      for (let k = MOST_PAIRS - 1; k >= 0; k--) {
        const [moved, changed] = pairs[k];
        const rest = alpha[k] - shareOf(pairs[k], changed, i, dx, dy);
        dx += rest * moved[i];
        dy += rest * moved[i + 1];
      }
      const rate = s.opens > 0 ? s.lr / Math.max(1, Math.abs(g[i]) + Math.abs(g[i + 1])) : s.lr;
      theta[i] -= rate * dx;
      theta[i + 1] -= rate * dy;
    }
  },
} satisfies Optimizer;

/** A step and what it changed in the gradient; zeros where there is none yet. */
type Pair = readonly [moved: Float64Array, changed: Float64Array];

function copyPair([moved, changed]: Pair, [movedTo, changedTo]: Pair, i: number): void {
  for (const k of [i, i + 1]) {
    movedTo[k] = moved[k];
    changedTo[k] = changed[k];
  }
}

/** Product of (dx, dy) with one half of a pair, per product of the halves; none with a pair that is not there. */
function shareOf([moved, changed]: Pair, half: Float64Array, i: number, dx: number, dy: number): number {
  const ys = changed[i] * moved[i] + changed[i + 1] * moved[i + 1];
  return ys > LEAST_CURVATURE ? (half[i] * dx + half[i + 1] * dy) / ys : 0;
}
