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
    const pairs: readonly Pair[] = [
      [s1, y1],
      [s2, y2],
      [s3, y3],
      [s4, y4],
    ];
    for (let i = 0; i < n; i += 2) {
      const [gx, gy] = [g[i], g[i + 1]];
      const [oldX, oldY] = [previous[i], previous[i + 1]];
      const [sx, sy] = [theta[i] - place[i], theta[i + 1] - place[i + 1]];
      const [yx, yy] = [gx - oldX, gy - oldY];
      const most = (norm1(gx, gy) + norm1(oldX, oldY)) * norm1(sx, sy);
      const isPair = yx * sx + yy * sy > Math.max(LEAST_CURVATURE, LEAST_SHARE * most);
      if (isPair) {
        for (let k = MOST_PAIRS - 1; k > 0; k--) {
          if (h.history > k + 0.5) copyPair(pairs[k - 1], pairs[k], i);
        }
        s1[i] = sx;
        s1[i + 1] = sy;
        y1[i] = yx;
        y1[i + 1] = yy;
      }
      place[i] = theta[i];
      place[i + 1] = theta[i + 1];
      previous[i] = gx;
      previous[i + 1] = gy;

      const known = productOf(pairs[0], i);
      let across = known / (y1[i] * y1[i] + y1[i + 1] * y1[i + 1]);
      for (let k = MOST_PAIRS - 1; k >= 0; k--) {
        across = acrossPair(pairs[k], pairs[k + 1], across, i);
      }
      // B y = s, so B g = s + B g': the smaller of the two gradients rounds less.
      const isNearer = isPair && norm1(oldX, oldY) < norm1(gx, gy);
      const [wx, wy] = isNearer ? [oldX, oldY] : [gx, gy];
      const along = (s1[i] * wx + s1[i + 1] * wy) / known;
      const beside = across * (y1[i] * wy - y1[i + 1] * wx);
      const isKnown = known > 0;
      const dx = isKnown ? along * s1[i] - beside * y1[i + 1] + (isNearer ? sx : 0) : gx;
      const dy = isKnown ? along * s1[i + 1] + beside * y1[i] + (isNearer ? sy : 0) : gy;
      const rate = s.opens > 0 ? s.lr / Math.max(1, norm1(gx, gy)) : s.lr;
      theta[i] -= rate * dx;
      theta[i + 1] -= rate * dy;
    }
  },
} satisfies Optimizer;

/** A step and the change of the gradient that came of it, zeros where there is none yet. */
type Pair = readonly [s: Float64Array, y: Float64Array];

function copyPair([s, y]: Pair, [sTo, yTo]: Pair, i: number): void {
  for (const k of [i, i + 1]) {
    sTo[k] = s[k];
    yTo[k] = y[k];
  }
}

/**
 * What B has across a pair's y, once it has learned from the pair.
 * @param older the pair before, whose B had `across`; where there is none, B was `across` times I
 */
function acrossPair([s, y]: Pair, older: Pair | undefined, across: number, i: number): number {
  const known = productOf([s, y], i);
  if (!(known > 0)) return across;
  const [vx, vy] = [s[i] / known, s[i + 1] / known];
  const before = older === undefined ? 0 : productOf(older, i);
  if (older === undefined || !(before > 0)) return across * (vx * vx + vy * vy);
  const turned = vx * older[0][i + 1] - vy * older[0][i];
  const straight = vx * older[1][i] + vy * older[1][i + 1];
  return (turned / before) * turned + across * straight * straight;
}

const productOf = ([s, y]: Pair, i: number): number => y[i] * s[i] + y[i + 1] * s[i + 1];
const norm1 = (x: number, y: number): number => Math.abs(x) + Math.abs(y);
