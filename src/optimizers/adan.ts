import { biasCorrected, correctedMean } from './derived/bias-corrected.ts';
import { decayRate, decoupledDecay, epsilon, learningRate } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

export default {
  id: 'adan',
  title: 'Adan',
  description:
    'Nesterov’s momentum for Adam without a look ahead: an average of how the gradient changes from step to step foretells the next gradient.',
  source:
    'Xie et al. 2022, with the decay rates as their published code writes them (the paper’s are 1 minus these). Weight decay as a proximal step, dividing by 1 + γλ.',
  year: 2022,
  equations: [
    "g \\gets \\nabla L(\\theta), \\quad d \\gets g - g' \\qquad (d_1 = 0)",
    'm \\gets \\beta_1 m + (1-\\beta_1)\\, g',
    'u \\gets \\beta_2 u + (1-\\beta_2)\\, d',
    'v \\gets \\beta_3 v + (1-\\beta_3)\\, (g + \\beta_2 d)^2',
    "g' \\gets g",
    '\\hat m = \\frac{m}{1-\\beta_1^t}, \\quad \\hat u = \\frac{u}{1-\\beta_2^t}, \\quad \\hat v = \\frac{v}{1-\\beta_3^t}',
    '\\Delta \\gets \\gamma\\,\\frac{\\hat m + \\beta_2\\, \\hat u}{\\sqrt{\\hat v} + \\epsilon}',
    '\\theta \\gets \\frac{\\theta - \\Delta}{1 + \\gamma\\lambda}',
  ],
  hyper: [
    learningRate(1e-3),
    decayRate('beta1', 0.98, '\\beta_1', 'Decay rate of the average of gradients.'),
    decayRate('beta2', 0.92, '\\beta_2', 'Decay rate of the average of their changes.'),
    decayRate('beta3', 0.99, '\\beta_3', 'Decay rate of the average of squared foretold gradients.'),
    epsilon(1e-8),
    {
      ...decoupledDecay(0),
      description: 'The position is divided by 1 plus this, times the learning rate, each step.',
    },
  ],
  state: [
    { name: 'm', description: 'Moving average of gradients.', symbol: 'm' },
    { name: 'u', description: 'Moving average of their changes.', symbol: 'u' },
    { name: 'v', description: 'Moving average of squared foretold gradients.', symbol: 'v' },
    { name: 'previous', description: 'Gradient of the step before.', symbol: "g'" },
  ],
  scalars: ['hasPrevious', 'gradientStep', 'changeStep', 'sqrtBc3', 'growth'],
  derived: [correctedMean, biasCorrected('u', 'u', 'beta2'), biasCorrected('v', 'v', 'beta3')],

  prepare: (h, lr, t) => ({
    lr,
    hasPrevious: t === 1 ? 0 : 1,
    gradientStep: lr / (1 - h.beta1 ** t),
    changeStep: (lr * h.beta2) / (1 - h.beta2 ** t),
    sqrtBc3: Math.sqrt(1 - h.beta3 ** t),
    growth: 1 + lr * h.weightDecay,
  }),

  step({ theta, g, m, u, v, previous }, h, s, n) {
    for (let i = 0; i < n; i++) {
      const d = s.hasPrevious * (g[i] - previous[i]);
      const foretold = g[i] + h.beta2 * d;
      m[i] = h.beta1 * m[i] + (1 - h.beta1) * g[i];
      u[i] = h.beta2 * u[i] + (1 - h.beta2) * d;
      v[i] = h.beta3 * v[i] + (1 - h.beta3) * foretold * foretold;
      previous[i] = g[i];
      const delta = (s.gradientStep * m[i] + s.changeStep * u[i]) / (Math.sqrt(v[i]) / s.sqrtBc3 + h.eps);
      theta[i] = (theta[i] - delta) / s.growth;
    }
  },
} satisfies Optimizer;
