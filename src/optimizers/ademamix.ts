import { correctedMean, correctedMoments, correctedScale } from './derived/bias-corrected.ts';
import { beta1, beta2, decayRate, decoupledDecay, epsilon, learningRate } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

export default {
  id: 'ademamix',
  title: 'AdEMAMix',
  description:
    'Adam with a second, far slower momentum beside the first: gradients of thousands of steps ago still count, while the quick one keeps the step responsive.',
  source:
    'Pagliardini, Ablin and Grangier 2024, with the defaults of optax.contrib.ademamix: α and β₃ constant, without the ramps that the paper has for long trainings. Decoupled weight decay, off by default.',
  year: 2024,
  equations: [
    'g \\gets \\nabla L(\\theta)',
    'm \\gets \\beta_1 m + (1-\\beta_1)\\, g',
    'u \\gets \\beta_3 u + (1-\\beta_3)\\, g',
    'v \\gets \\beta_2 v + (1-\\beta_2)\\, g^2',
    correctedMoments,
    '\\theta \\gets (1 - \\gamma\\lambda)\\,\\theta - \\gamma\\, \\frac{\\hat m + \\alpha\\, u}{\\sqrt{\\hat v} + \\epsilon}',
  ],
  hyper: [
    learningRate(1e-3),
    beta1(),
    beta2(),
    decayRate('beta3', 0.9999, '\\beta_3', 'Decay rate of the slow average of gradients.'),
    {
      name: 'alpha',
      kind: 'number',
      default: 5,
      min: 0,
      slider: { min: 0, max: 20, scale: 'linear' },
      description: 'Weight of the slow average; 0 is Adam.',
      symbol: '\\alpha',
    },
    epsilon(1e-8),
    decoupledDecay(0),
  ],
  state: [
    { name: 'm', description: 'Moving average of gradients.', symbol: 'm' },
    {
      name: 'u',
      description: 'Slow moving average of gradients, not corrected for its start at zero.',
      symbol: 'u',
    },
    { name: 'v', description: 'Moving average of squared gradients.', symbol: 'v' },
  ],
  scalars: ['shrink', 'stepSize', 'slowStep', 'invSqrtBc2'],
  derived: [correctedMean, correctedScale],

  prepare: (h, lr, t) => ({
    lr,
    shrink: 1 - lr * h.weightDecay,
    stepSize: lr / (1 - h.beta1 ** t),
    slowStep: lr * h.alpha,
    invSqrtBc2: 1 / Math.sqrt(1 - h.beta2 ** t),
  }),

  step({ theta, g, m, u, v }, h, s, n) {
    for (let i = 0; i < n; i++) {
      m[i] = h.beta1 * m[i] + (1 - h.beta1) * g[i];
      u[i] = h.beta3 * u[i] + (1 - h.beta3) * g[i];
      v[i] = h.beta2 * v[i] + (1 - h.beta2) * g[i] * g[i];
      const direction = s.stepSize * m[i] + s.slowStep * u[i];
      theta[i] = s.shrink * theta[i] - direction / (Math.sqrt(v[i]) * s.invSqrtBc2 + h.eps);
    }
  },
} satisfies Optimizer;
