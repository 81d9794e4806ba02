import { correctedMean, correctedMoments, correctedScale } from './derived/bias-corrected.ts';
import { beta1, beta2, epsilon, learningRate, weightDecay } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

export default {
  id: 'adam',
  title: 'Adam',
  description:
    'Momentum divided by the root of the averaged squared gradient, both corrected for starting at zero: every coordinate moves at about the same speed, whatever its scale.',
  source:
    'Kingma and Ba 2015. Conventions of torch.optim.Adam: epsilon after the bias correction, weight decay as an L2 penalty.',
  year: 2015,
  equations: [
    'g \\gets \\nabla L(\\theta) + \\lambda\\,\\theta',
    'm \\gets \\beta_1 m + (1-\\beta_1)\\, g',
    'v \\gets \\beta_2 v + (1-\\beta_2)\\, g^2',
    correctedMoments,
    '\\theta \\gets \\theta - \\gamma\\,\\frac{\\hat m}{\\sqrt{\\hat v} + \\epsilon}',
  ],
  hyper: [learningRate(1e-3), beta1(), beta2(), epsilon(1e-8), weightDecay],
  state: [
    { name: 'm', description: 'Moving average of gradients.', symbol: 'm' },
    { name: 'v', description: 'Moving average of squared gradients.', symbol: 'v' },
  ],
  scalars: ['stepSize', 'invSqrtBc2'],
  derived: [correctedMean, correctedScale],

  prepare: (h, lr, t) => ({
    lr,
    stepSize: lr / (1 - h.beta1 ** t),
    invSqrtBc2: 1 / Math.sqrt(1 - h.beta2 ** t),
  }),

  step({ theta, g, m, v }, h, s, n) {
    for (let i = 0; i < n; i++) {
      const d = g[i] + h.weightDecay * theta[i];
      m[i] = h.beta1 * m[i] + (1 - h.beta1) * d;
      v[i] = h.beta2 * v[i] + (1 - h.beta2) * d * d;
      theta[i] -= (s.stepSize * m[i]) / (Math.sqrt(v[i]) * s.invSqrtBc2 + h.eps);
    }
  },
} satisfies Optimizer;
