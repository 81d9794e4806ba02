import { unitScale } from '../core/float32.ts';
import { learningRate } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

/** torch.optim.LBFGS learns from no pair whose product is smaller. */
const LEAST_CURVATURE = 1e-10;
/** Nor is there anything to learn from what may be rounding, as in bfgs. */
const LEAST_SHARE = 2 ** -16;
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
    'y^\\top s > 10^{-10}: \\quad (p_k, e_k) \\gets \\dots \\gets (p_2, e_2) \\gets (p_1, e_1) \\gets 2^{-j} (s, y), \\qquad 2^j \\le \\max_i |y_i| < 2^{j+1} \\qquad (k \\le 4: \\ p_3, e_3,\\ p_4, e_4)',
    'B \\gets \\frac{e_1^\\top p_1}{e_1^\\top e_1}\\, I; \\qquad i = k, \\dots, 1: \\quad B \\gets \\frac{p_i\\, p_i^\\top}{e_i^\\top p_i} + \\frac{\\hat p_i^\\top B\\, \\hat p_i}{(e_i^\\top p_i)^2}\\, \\hat e_i\\, \\hat e_i^\\top, \\qquad \\hat v = (-v_2, v_1)',
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
    { name: 'p1', description: 'Newest step kept, scaled as what it changed.', symbol: 'p_1' },
    { name: 'e1', description: 'What it changed in the gradient, brought to about 1.', symbol: 'e_1' },
    { name: 'p2', description: 'Second newest step kept, likewise.', symbol: 'p_2' },
    { name: 'e2', description: 'What it changed in the gradient, brought to about 1.', symbol: 'e_2' },
    { name: 'p3', description: 'Third newest step kept, likewise.', symbol: 'p_3' },
    { name: 'e3', description: 'What it changed in the gradient, brought to about 1.', symbol: 'e_3' },
    { name: 'p4', description: 'Oldest step kept, likewise.', symbol: 'p_4' },
    { name: 'e4', description: 'What it changed in the gradient, brought to about 1.', symbol: 'e_4' },
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
    for (let i = 0; i < n; i += 2) {
      const [gx, gy] = [g[i], g[i + 1]];
      const [oldX, oldY] = [previous[i], previous[i + 1]];
      const [sx, sy] = [theta[i] - place[i], theta[i + 1] - place[i + 1]];
      const [yx, yy] = [gx - oldX, gy - oldY];
      const most = (norm1(gx, gy) + norm1(oldX, oldY)) * norm1(sx, sy);
      const isPair = yx * sx + yy * sy > Math.max(LEAST_CURVATURE, LEAST_SHARE * most);
      if (isPair) {
        const scale = unitScale(Math.max(Math.abs(yx), Math.abs(yy)));
        for (let k = MOST_PAIRS - 1; k > 0; k--) {
          if (h.history > k + 0.5) copyPair(pairs[k - 1], pairs[k], i);
        }
        p1[i] = sx * scale;
        p1[i + 1] = sy * scale;
        e1[i] = yx * scale;
        e1[i + 1] = yy * scale;
      }
      place[i] = theta[i];
      place[i + 1] = theta[i + 1];
      previous[i] = gx;
      previous[i + 1] = gy;

      const b = e1[i] * p1[i] + e1[i + 1] * p1[i + 1];
      let across = b / (e1[i] * e1[i] + e1[i + 1] * e1[i + 1]);
      for (let k = MOST_PAIRS - 1; k >= 0; k--) {
        across = acrossPair(pairs[k], pairs[k + 1], across, i);
      }
      // B y = s, so B g = s + B g': the smaller of the two gradients rounds less.
      const isNearer = isPair && norm1(oldX, oldY) < norm1(gx, gy);
      const [wx, wy] = isNearer ? [oldX, oldY] : [gx, gy];
      const along = (p1[i] * wx + p1[i + 1] * wy) / b;
      const beside = across * (e1[i] * wy - e1[i + 1] * wx);
      const isKnown = b > 0;
      const dx = isKnown ? along * p1[i] - beside * e1[i + 1] + (isNearer ? sx : 0) : gx;
      const dy = isKnown ? along * p1[i + 1] + beside * e1[i] + (isNearer ? sy : 0) : gy;
      const rate = s.opens > 0 ? s.lr / Math.max(1, norm1(gx, gy)) : s.lr;
      theta[i] -= rate * dx;
      theta[i + 1] -= rate * dy;
    }
  },
} satisfies Optimizer;

/** A step and the change of the gradient that came of it, both scaled alike; zeros where there is none yet. */
type Pair = readonly [p: Float64Array, e: Float64Array];

function copyPair([p, e]: Pair, [pTo, eTo]: Pair, i: number): void {
  for (const k of [i, i + 1]) {
    pTo[k] = p[k];
    eTo[k] = e[k];
  }
}

/**
 * What B has across a pair's e, once it has learned from the pair.
 * @param older the pair before, whose B had `across`; where there is none, B was `across` times I
 */
function acrossPair([p, e]: Pair, older: Pair | undefined, across: number, i: number): number {
  const b = e[i] * p[i] + e[i + 1] * p[i + 1];
  if (!(b > 0)) return across;
  const [x, y] = [p[i] / b, p[i + 1] / b];
  const before = older === undefined ? 0 : older[1][i] * older[0][i] + older[1][i + 1] * older[0][i + 1];
  if (older === undefined || !(before > 0)) return across * (x * x + y * y);
  const turned = x * older[0][i + 1] - y * older[0][i];
  const straight = x * older[1][i] + y * older[1][i + 1];
  return (turned / before) * turned + across * straight * straight;
}

const norm1 = (x: number, y: number): number => Math.abs(x) + Math.abs(y);
