import { decayRate, fraction, learningRate, weightDecay } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

export default {
  id: 'qhm',
  title: 'Quasi-hyperbolic momentum',
  description:
    'Steps by a mixture of the gradient and its average. With the mixing rate at 0 it is gradient descent, at 1 momentum, and between them much else that goes by other names.',
  source:
    'Ma and Yarats 2019, with the rates they recommend. The velocity is an average, so a learning rate is 1/(1 − μ) times that of plain momentum.',
  year: 2019,
  equations: [
    'g \\gets \\nabla L(\\theta) + \\lambda\\,\\theta',
    'b \\gets \\mu\\, b + (1-\\mu)\\, g',
    '\\theta \\gets \\theta - \\gamma\\left((1-\\nu)\\, g + \\nu\\, b\\right)',
  ],
  hyper: [
    learningRate(1e-3),
    decayRate('momentum', 0.999, '\\mu', 'Decay rate of the average of gradients.'),
    fraction('nu', 0.7, '\\nu', 'Share of the average in the step; the rest is the gradient itself.'),
    weightDecay,
  ],
  state: [{ name: 'b', description: 'Moving average of gradients.', symbol: 'b' }],
  scalars: ['lr'],

  prepare: (_h, lr) => ({ lr }),

  step({ theta, g, b }, h, s, n) {
    for (let i = 0; i < n; i++) {
      const d = g[i] + h.weightDecay * theta[i];
      b[i] = h.momentum * b[i] + (1 - h.momentum) * d;
      theta[i] -= s.lr * ((1 - h.nu) * d + h.nu * b[i]);
    }
  },
} satisfies Optimizer;
