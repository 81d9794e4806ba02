import { learningRate, weightDecay } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

export default {
  id: 'sgd',
  title: 'Gradient descent',
  description: 'Steps straight down the gradient. Everything else is a remedy for where this is slow.',
  source: 'Cauchy 1847; with a noisy gradient Robbins and Monro 1951. As torch.optim.SGD without momentum.',
  year: 1951,
  equations: ['g \\gets \\nabla L(\\theta) + \\lambda\\,\\theta', '\\theta \\gets \\theta - \\gamma\\, g'],
  hyper: [learningRate(1e-3), weightDecay],
  state: [],
  scalars: ['lr'],

  prepare: (_h, lr) => ({ lr }),

  step({ theta, g }, h, s, n) {
    for (let i = 0; i < n; i++) {
      const d = g[i] + h.weightDecay * theta[i];
      theta[i] -= s.lr * d;
    }
  },
} satisfies Optimizer;
