import { correctedMean } from './derived/bias-corrected.ts';
import { beta1, decayRate, epsilon, learningRate, weightDecay } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

export default {
  id: 'adamax',
  title: 'Adamax',
  description:
    'Adam with the largest recent gradient in place of the root mean square: the limit of ever higher norms, and simpler, since a maximum needs no bias correction.',
  source:
    'Kingma and Ba 2015, section 7.1. As torch.optim.Adamax: epsilon is added to the size of each gradient.',
  year: 2015,
  equations: [
    'g \\gets \\nabla L(\\theta) + \\lambda\\,\\theta',
    'm \\gets \\beta_1 m + (1-\\beta_1)\\, g',
    'u \\gets \\max(\\beta_2\\, u,\\; |g| + \\epsilon)',
    '\\hat m = \\frac{m}{1-\\beta_1^t}',
    '\\theta \\gets \\theta - \\gamma\\,\\frac{\\hat m}{u}',
  ],
  hyper: [
    learningRate(2e-3),
    beta1(),
    decayRate('beta2', 0.999, '\\beta_2', 'What is left of the largest gradient after one step.'),
    { ...epsilon(1e-8), description: 'Added to the size of each gradient, so that none counts as zero.' },
    weightDecay,
  ],
  state: [
    { name: 'm', description: 'Moving average of gradients.', symbol: 'm' },
    { name: 'u', description: 'Largest gradient so far, older ones discounted.', symbol: 'u' },
  ],
  scalars: ['stepSize'],
  derived: [correctedMean],

  prepare: (h, lr, t) => ({ lr, stepSize: lr / (1 - h.beta1 ** t) }),

  step({ theta, g, m, u }, h, s, n) {
    for (let i = 0; i < n; i++) {
      const d = g[i] + h.weightDecay * theta[i];
      m[i] = h.beta1 * m[i] + (1 - h.beta1) * d;
      u[i] = Math.max(h.beta2 * u[i], Math.abs(d) + h.eps);
      theta[i] -= (s.stepSize * m[i]) / u[i];
    }
  },
} satisfies Optimizer;
