import { absoluteSymmetric2, solveSymmetric2 } from '../core/symmetric2.ts';
import { damping, learningRate } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

export default {
  id: 'saddle-free-newton',
  title: 'Saddle-free Newton',
  description:
    'Gradient descent preconditioned by the Hessian with the magnitudes of its eigenvalues: Newton’s method where the surface curves up, and the opposite way along directions in which it curves down, so that saddles push away.',
  source:
    'Dauphin et al. 2014, with the exact Hessian. A fixed step length. A matrix without an inverse, to float32’s accuracy, has its pseudo-inverse instead: no step along the direction without curvature.',
  year: 2014,
  equations: [
    'g \\gets \\nabla L(\\theta), \\quad H \\gets \\nabla^2 L(\\theta)',
    '|H| \\gets \\frac{H^2 + |\\det H|\\, I}{\\sqrt{\\operatorname{tr} H^2 + 2\\, |\\det H|}} \\qquad (\\text{eigenvalues } |\\lambda_1|, |\\lambda_2|)',
    'd \\gets (|H| + \\mu I)^{-1} g \\qquad (\\text{singular: } (|H| + \\mu I)^{+} g)',
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
      const [xx, xy, yy] = absoluteSymmetric2(curvature[i], crossCurvature[i], curvature[i + 1]);
      const [dx, dy] = solveSymmetric2(xx + h.damping, xy, yy + h.damping, g[i], g[i + 1]);
      theta[i] -= s.lr * dx;
      theta[i + 1] -= s.lr * dy;
    }
  },
} satisfies Optimizer;
