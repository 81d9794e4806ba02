import { decayRate, decoupledDecay, learningRate } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

export default {
  id: 'signum',
  title: 'Signum',
  description:
    'signSGD with momentum: steps by the sign of an average of gradients, so that what changes sign from step to step cancels before the vote.',
  source: 'Bernstein et al. 2018, algorithm 2. Weight decay is decoupled, as in Lion.',
  year: 2018,
  equations: [
    'g \\gets \\nabla L(\\theta)',
    'm \\gets \\mu\\, m + (1-\\mu)\\, g',
    '\\theta \\gets (1 - \\gamma\\lambda)\\, \\theta - \\gamma\\, \\operatorname{sign} m',
  ],
  hyper: [
    learningRate(1e-3),
    decayRate('momentum', 0.9, '\\mu', 'Decay rate of the average of gradients.'),
    decoupledDecay(0),
  ],
  state: [{ name: 'm', description: 'Moving average of gradients.', symbol: 'm' }],
  scalars: ['lr', 'shrink'],

  prepare: (h, lr) => ({ lr, shrink: 1 - lr * h.weightDecay }),

  step({ theta, g, m }, h, s, n) {
    for (let i = 0; i < n; i++) {
      m[i] = h.momentum * m[i] + (1 - h.momentum) * g[i];
      theta[i] = s.shrink * theta[i] - s.lr * Math.sign(m[i]);
    }
  },
} satisfies Optimizer;
