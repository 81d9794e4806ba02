import { decayRate, decoupledDecay, learningRate } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

export default {
  id: 'lion',
  title: 'Lion',
  description:
    'Steps by the sign of a momentum in which the newest gradient counts more. Found by a program search; every coordinate always moves by the full rate, along the diagonals.',
  source: 'Chen et al. 2023, in the form of their published code: decoupled weight decay, off by default.',
  year: 2023,
  equations: [
    'g \\gets \\nabla L(\\theta)',
    'u \\gets \\operatorname{sign}(\\beta_1 m + (1-\\beta_1)\\, g)',
    'm \\gets \\beta_2 m + (1-\\beta_2)\\, g',
    '\\theta \\gets (1 - \\gamma\\lambda)\\, \\theta - \\gamma\\, u',
  ],
  hyper: [
    learningRate(1e-4),
    decayRate('beta1', 0.9, '\\beta_1', 'Weight of the momentum in the direction of the step.'),
    decayRate('beta2', 0.99, '\\beta_2', 'Decay rate of the momentum.'),
    decoupledDecay(0),
  ],
  state: [{ name: 'm', description: 'Moving average of gradients.', symbol: 'm' }],
  scalars: ['lr', 'shrink'],

  prepare: (h, lr) => ({ lr, shrink: 1 - lr * h.weightDecay }),

  step({ theta, g, m }, h, s, n) {
    for (let i = 0; i < n; i++) {
      const u = Math.sign(h.beta1 * m[i] + (1 - h.beta1) * g[i]);
      m[i] = h.beta2 * m[i] + (1 - h.beta2) * g[i];
      theta[i] = s.shrink * theta[i] - s.lr * u;
    }
  },
} satisfies Optimizer;
