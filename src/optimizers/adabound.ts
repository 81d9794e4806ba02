import { beta1, beta2, epsilon, learningRate, weightDecay } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

export default {
  id: 'adabound',
  title: 'AdaBound',
  description:
    'Adam whose rate per coordinate is kept between two bounds that close in on one number: it begins as Adam and ends as momentum with that rate.',
  source:
    'Luo et al. 2019, as their published code: the bias corrections scale the rate before it is bounded, a schedule scales the bounds. Weight decay as an L2 penalty.',
  year: 2019,
  equations: [
    'g \\gets \\nabla L(\\theta) + \\lambda\\,\\theta',
    'm \\gets \\beta_1 m + (1-\\beta_1)\\, g',
    'v \\gets \\beta_2 v + (1-\\beta_2)\\, g^2',
    '\\eta \\gets \\frac{\\gamma\\,\\sqrt{1-\\beta_2^t}}{(1-\\beta_1^t)\\,(\\sqrt{v} + \\epsilon)} \\text{ clipped to } \\left[\\gamma_\\infty\\left(1 - \\frac{1}{\\kappa t + 1}\\right),\\; \\gamma_\\infty\\left(1 + \\frac{1}{\\kappa t}\\right)\\right]',
    '\\theta \\gets \\theta - \\eta\\, m',
  ],
  hyper: [
    learningRate(1e-3),
    beta1(),
    beta2(),
    {
      ...learningRate(0.1),
      name: 'finalLr',
      description: 'Learning rate that both bounds tend to, at the full rate of the schedule.',
      symbol: '\\gamma_\\infty',
    },
    {
      name: 'gamma',
      kind: 'number',
      default: 1e-3,
      min: 0,
      exclusiveMin: true,
      slider: { min: 1e-5, max: 1, scale: 'log' },
      description: 'How fast the bounds close in, per step.',
      symbol: '\\kappa',
    },
    epsilon(1e-8),
    weightDecay,
  ],
  state: [
    { name: 'm', description: 'Moving average of gradients.', symbol: 'm' },
    { name: 'v', description: 'Moving average of squared gradients.', symbol: 'v' },
  ],
  scalars: ['stepSize', 'lower', 'upper'],

  prepare(h, lr, t) {
    // The schedule's factor is what lr is of its own base; a rate of zero stands still.
    const finalLr = h.lr > 0 ? (h.finalLr * lr) / h.lr : 0;
    return {
      lr,
      stepSize: (lr * Math.sqrt(1 - h.beta2 ** t)) / (1 - h.beta1 ** t),
      lower: finalLr * (1 - 1 / (h.gamma * t + 1)),
      upper: finalLr * (1 + 1 / (h.gamma * t)),
    };
  },

  step({ theta, g, m, v }, h, s, n) {
    for (let i = 0; i < n; i++) {
      const d = g[i] + h.weightDecay * theta[i];
      m[i] = h.beta1 * m[i] + (1 - h.beta1) * d;
      v[i] = h.beta2 * v[i] + (1 - h.beta2) * d * d;
      const rate = s.stepSize / (Math.sqrt(v[i]) + h.eps);
      theta[i] -= Math.min(Math.max(rate, s.lower), s.upper) * m[i];
    }
  },
} satisfies Optimizer;
