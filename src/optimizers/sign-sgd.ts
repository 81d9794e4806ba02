import { decoupledDecay, learningRate } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

export default {
  id: 'sign-sgd',
  title: 'signSGD',
  description:
    'Keeps of the gradient only its sign: every coordinate moves by the full rate, up or down. On a surface it walks the diagonals of a lattice, and never settles at a constant rate.',
  source: 'Bernstein et al. 2018; as optax.sign_sgd. Weight decay is decoupled, as in Lion.',
  year: 2018,
  equations: [
    'g \\gets \\nabla L(\\theta)',
    '\\theta \\gets (1 - \\gamma\\lambda)\\, \\theta - \\gamma\\, \\operatorname{sign} g',
  ],
  hyper: [learningRate(1e-3), decoupledDecay(0)],
  state: [],
  scalars: ['lr', 'shrink'],

  prepare: (h, lr) => ({ lr, shrink: 1 - lr * h.weightDecay }),

  step({ theta, g }, _h, s, n) {
    for (let i = 0; i < n; i++) {
      theta[i] = s.shrink * theta[i] - s.lr * Math.sign(g[i]);
    }
  },
} satisfies Optimizer;
