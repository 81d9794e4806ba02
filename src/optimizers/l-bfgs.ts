import { hypot } from '../core/hypot.ts';
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
    'Nocedal 1980; Liu and Nocedal 1989. As torch.optim.LBFGS with one iteration a step and no line search, but for its tolerances, since a run has its own: a first step no longer than the learning rate, pairs of little curvature left out, the newest pair sets the scale. Pairs are kept per length of the change, which alters nothing. torch keeps up to 100; in two dimensions four are plenty.',
  year: 1980,
  equations: [
    "g \\gets \\nabla L(\\theta), \\quad s \\gets \\theta - \\theta', \\quad y \\gets g - g', \\quad \\theta' \\gets \\theta, \\quad g' \\gets g",
    'y^\\top s > 10^{-10}: \\quad (p_k, e_k) \\gets \\dots \\gets (p_2, e_2) \\gets (p_1, e_1) \\gets \\frac{(s, y)}{\\lVert y \\rVert} \\qquad (k \\le 4: \\ p_3, e_3,\\ p_4, e_4)',
    'd \\gets g; \\qquad i = 1, \\dots, k: \\quad \\alpha_i \\gets \\frac{p_i^\\top d}{e_i^\\top p_i}, \\quad d \\gets d - \\alpha_i\\, e_i',
    'd \\gets (e_1^\\top p_1)\\, d; \\qquad i = k, \\dots, 1: \\quad d \\gets d + \\left(\\alpha_i - \\frac{e_i^\\top d}{e_i^\\top p_i}\\right) p_i',
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
    { name: 'p1', description: 'Newest step kept, per length of what it changed.', symbol: 'p_1' },
    { name: 'e1', description: 'Direction in which it changed the gradient.', symbol: 'e_1' },
    { name: 'p2', description: 'Second newest step kept, likewise.', symbol: 'p_2' },
    { name: 'e2', description: 'Direction in which it changed the gradient.', symbol: 'e_2' },
    { name: 'p3', description: 'Third newest step kept, likewise.', symbol: 'p_3' },
    { name: 'e3', description: 'Direction in which it changed the gradient.', symbol: 'e_3' },
    { name: 'p4', description: 'Oldest step kept, likewise.', symbol: 'p_4' },
    { name: 'e4', description: 'Direction in which it changed the gradient.', symbol: 'e_4' },
  ],
  scalars: ['lr', 'opens'],
  couples: true,

  prepare: (_h, lr, t) => ({ lr, opens: t === 1 ? 1 : 0 }),

  step({ theta, g, place, previous, p1, e1, p2, e2, p3, e3, p4, e4 }, h, s, n) {
    const pairs: readonly Pair[] = [
      [p1, e1],
      [p2, e2],
      [p3, e3],
      [p4, e4],
    ];
    const alpha = new Float64Array(MOST_PAIRS);
    for (let i = 0; i < n; i += 2) {
      const [gx, gy] = [g[i], g[i + 1]];
      const [oldX, oldY] = [previous[i], previous[i + 1]];
      const [sx, sy] = [theta[i] - place[i], theta[i + 1] - place[i + 1]];
      const [yx, yy] = [gx - oldX, gy - oldY];
      const isPair = yx * sx + yy * sy > LEAST_CURVATURE;
      if (isPair) {
        const size = hypot(yx, yy);
        for (let k = MOST_PAIRS - 1; k > 0; k--) {
          if (h.history > k + 0.5) copyPair(pairs[k - 1], pairs[k], i);
        }
        p1[i] = sx / size;
        p1[i + 1] = sy / size;
        e1[i] = yx / size;
        e1[i + 1] = yy / size;
      }
      place[i] = theta[i];
      place[i + 1] = theta[i + 1];
      previous[i] = gx;
      previous[i + 1] = gy;

      // The newest pair takes y to s, and so g to s and what g' becomes: the smaller of the two gradients rounds less.
      const isNearer = isPair && Math.abs(oldX) + Math.abs(oldY) < Math.abs(gx) + Math.abs(gy);
      let [dx, dy] = isNearer ? [oldX, oldY] : [gx, gy];
      for (let k = 0; k < MOST_PAIRS; k++) {
        const [p, e] = pairs[k];
        alpha[k] = shareOf(pairs[k], p, i, dx, dy);
        dx -= alpha[k] * e[i];
        dy -= alpha[k] * e[i + 1];
      }
      const newest = e1[i] * p1[i] + e1[i + 1] * p1[i + 1];
      const scale = newest > 0 ? newest : 1;
      dx *= scale;
      dy *= scale;
      for (let k = MOST_PAIRS - 1; k >= 0; k--) {
        const [p, e] = pairs[k];
        const rest = alpha[k] - shareOf(pairs[k], e, i, dx, dy);
        dx += rest * p[i];
        dy += rest * p[i + 1];
      }
      if (isNearer) {
        dx += sx;
        dy += sy;
      }
      const rate = s.opens > 0 ? s.lr / Math.max(1, Math.abs(gx) + Math.abs(gy)) : s.lr;
      theta[i] -= rate * dx;
      theta[i + 1] -= rate * dy;
    }
  },
} satisfies Optimizer;

/** A step and the change of the gradient that came of it, both per length of the change; zeros where there is none yet. */
type Pair = readonly [p: Float64Array, e: Float64Array];

function copyPair([p, e]: Pair, [pTo, eTo]: Pair, i: number): void {
  for (const k of [i, i + 1]) {
    pTo[k] = p[k];
    eTo[k] = e[k];
  }
}

/** Product of (dx, dy) with one half of a pair, per product of the halves; none with a pair that is not there. */
function shareOf([p, e]: Pair, half: Float64Array, i: number, dx: number, dy: number): number {
  const b = e[i] * p[i] + e[i + 1] * p[i + 1];
  return b > 0 ? (half[i] * dx + half[i + 1] * dy) / b : 0;
}
