import { correctedScale } from './derived/bias-corrected.ts';
import { beta2, decoupledDecay, epsilon, fraction, learningRate } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';
import { averaging } from './schedule-free-sgd.ts';

export default {
  id: 'schedule-free-adamw',
  title: 'Schedule-free AdamW',
  description:
    'Averaging in place of a schedule, and in place of Adam’s momentum: z steps by Adam’s scaled gradient, taken between z and its average, and the average is the position that counts.',
  source:
    'Defazio et al. 2024, as their published code: steps weigh by the square of the largest learning rate so far, weight decay is taken where the gradient is. Their warm-up is the schedule linear-warmup.',
  year: 2024,
  equations: [
    'y = z + \\beta_1\\,(\\theta - z), \\quad g \\gets \\nabla L(y) \\qquad (z_0 = \\theta_0)',
    'v \\gets \\beta_2 v + (1-\\beta_2)\\, g^2',
    '\\hat v = \\frac{v}{1-\\beta_2^t}',
    'z \\gets z - \\gamma \\left( \\frac{g}{\\sqrt{\\hat v} + \\epsilon} + \\lambda\\, y \\right)',
    'c_t = \\frac{w_t}{\\sum_{i \\le t} w_i}, \\quad w_t = \\max_{i \\le t} \\gamma_i^2',
    '\\theta \\gets \\theta + c_t\\,(z - \\theta)',
  ],
  hyper: [
    learningRate(2.5e-3),
    fraction('beta1', 0.9, '\\beta_1', 'Where the gradient is taken: 0 is at z, 1 at the average.'),
    beta2(),
    epsilon(1e-8),
    {
      ...decoupledDecay(0),
      description: 'This multiple of the place of the gradient is added to the scaled gradient.',
    },
  ],
  state: [
    { name: 'z', initial: 'start', description: 'Position that steps as Adam does.', symbol: 'z' },
    { name: 'v', description: 'Moving average of squared gradients.', symbol: 'v' },
  ],
  scalars: ['lr', 'invSqrtBc2', 'largestLr', 'share'],
  derived: [correctedScale],

  prepare: (h, lr, t, previous) => ({
    lr,
    invSqrtBc2: 1 / Math.sqrt(1 - h.beta2 ** t),
    ...averaging(lr, previous),
  }),

  gradientAt({ theta, z }, h, _s, n, at) {
    for (let i = 0; i < n; i++) at[i] = z[i] + h.beta1 * (theta[i] - z[i]);
  },

  step({ theta, g, z, v }, h, s, n) {
    for (let i = 0; i < n; i++) {
      const y = z[i] + h.beta1 * (theta[i] - z[i]);
      v[i] = h.beta2 * v[i] + (1 - h.beta2) * g[i] * g[i];
      const d = g[i] / (Math.sqrt(v[i]) * s.invSqrtBc2 + h.eps) + h.weightDecay * y;
      z[i] -= s.lr * d;
      theta[i] += s.share * (z[i] - theta[i]);
    }
  },
} satisfies Optimizer;
