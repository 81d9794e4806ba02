import { learningRate, momentum, weightDecay } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

export default {
  id: 'nesterov',
  title: 'Nesterov momentum',
  description:
    'Momentum that looks ahead: the step is the one the velocity will take next, so that overshooting is corrected a step earlier.',
  source: 'Nesterov 1983, in the form of Sutskever et al. 2013 that torch.optim.SGD(nesterov=True) uses.',
  year: 1983,
  equations: [
    'g \\gets \\nabla L(\\theta) + \\lambda\\,\\theta',
    'b \\gets \\mu\\, b + g',
    '\\theta \\gets \\theta - \\gamma\\,(g + \\mu\\, b)',
  ],
  hyper: [learningRate(1e-3), momentum(0.9), weightDecay],
  state: [{ name: 'b', description: 'Velocity, before the learning rate.', symbol: 'b' }],
  scalars: ['lr'],

  prepare: (_h, lr) => ({ lr }),

  step({ theta, g, b }, h, s, n) {
    for (let i = 0; i < n; i++) {
      const d = g[i] + h.weightDecay * theta[i];
      b[i] = h.momentum * b[i] + d;
      theta[i] -= s.lr * (d + h.momentum * b[i]);
    }
  },
} satisfies Optimizer;
