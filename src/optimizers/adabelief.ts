import { correctedMean, correctedMoments, correctedScale } from './derived/bias-corrected.ts';
import { beta1, decayRate, decoupledDecay, epsilon, learningRate } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

export default {
  id: 'adabelief',
  title: 'AdaBelief',
  description:
    'Adam that divides by how far gradients stray from their average, not by their size: long steps where the gradient is as expected, short ones where it surprises.',
  source:
    'Zhuang et al. 2020, with their published code’s epsilon twice: added to the variance at every step, and to its root. Decoupled weight decay, off by default.',
  year: 2020,
  equations: [
    'g \\gets \\nabla L(\\theta)',
    '\\theta \\gets (1 - \\gamma\\lambda)\\, \\theta',
    'm \\gets \\beta_1 m + (1-\\beta_1)\\, g',
    'v \\gets \\beta_2 v + (1-\\beta_2)\\, (g - m)^2 + \\epsilon',
    correctedMoments,
    '\\theta \\gets \\theta - \\gamma\\,\\frac{\\hat m}{\\sqrt{\\hat v} + \\epsilon}',
  ],
  hyper: [
    learningRate(1e-3),
    beta1(),
    decayRate('beta2', 0.999, '\\beta_2', 'Decay rate of the average of squared surprises.'),
    {
      ...epsilon(1e-16),
      slider: { min: 1e-20, max: 1, scale: 'log' },
      description: 'Added to the variance at every step, and to its root.',
    },
    decoupledDecay(0),
  ],
  state: [
    { name: 'm', description: 'Moving average of gradients.', symbol: 'm' },
    { name: 'v', description: 'Moving average of squared distances from it.', symbol: 'v' },
  ],
  scalars: ['shrink', 'stepSize', 'invSqrtBc2'],
  derived: [correctedMean, correctedScale],

  prepare: (h, lr, t) => ({
    lr,
    shrink: 1 - lr * h.weightDecay,
    stepSize: lr / (1 - h.beta1 ** t),
    invSqrtBc2: 1 / Math.sqrt(1 - h.beta2 ** t),
  }),

  step({ theta, g, m, v }, h, s, n) {
    for (let i = 0; i < n; i++) {
      m[i] = h.beta1 * m[i] + (1 - h.beta1) * g[i];
      const surprise = g[i] - m[i];
      v[i] = h.beta2 * v[i] + (1 - h.beta2) * surprise * surprise + h.eps;
      theta[i] = s.shrink * theta[i] - (s.stepSize * m[i]) / (Math.sqrt(v[i]) * s.invSqrtBc2 + h.eps);
    }
  },
} satisfies Optimizer;
