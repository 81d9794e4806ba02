import { solveSymmetric2 } from '../core/symmetric2.ts';
import { damping, learningRate } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

export default {
  id: 'newton',
  title: 'Newton’s method',
  description:
    'Jumps to where the quadratic that fits the surface here has its stationary point: one step on a bowl, whatever its shape. It goes to saddles and maxima too. Damping shortens the steps along directions of little curvature.',
  source:
    'Newton 1669 and Raphson 1690; damped as by Levenberg 1944 and, for any function, Goldfeld, Quandt and Trotter 1966. A fixed step length, no line search. A matrix without an inverse, to float32’s accuracy, has its pseudo-inverse instead: no step along the direction without curvature.',
  year: 1966,
  equations: [
    'g \\gets \\nabla L(\\theta), \\quad H \\gets \\nabla^2 L(\\theta)',
    'd \\gets (H + \\mu I)^{-1} g \\qquad (\\text{singular: } (H + \\mu I)^{+} g)',
    '\\theta \\gets \\theta - \\gamma\\, d',
  ],
  hyper: [learningRate(1), damping],
  state: [],
  scalars: ['lr'],
  reads: ['curvature', 'crossCurvature'],
  couples: true,

  prepare: (_h, lr) => ({ lr }),

  step({ theta, g, curvature, crossCurvature }, h, s, n) {
    for (let i = 0; i < n; i += 2) {
      const [xx, yy] = [curvature[i] + h.damping, curvature[i + 1] + h.damping];
      const [dx, dy] = solveSymmetric2(xx, crossCurvature[i], yy, g[i], g[i + 1]);
      theta[i] -= s.lr * dx;
      theta[i + 1] -= s.lr * dy;
    }
  },
} satisfies Optimizer;
