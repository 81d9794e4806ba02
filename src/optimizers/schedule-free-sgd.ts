import type { Numbers } from '../core/numbers.ts';
import { fraction, learningRate, weightDecay } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

export default {
  id: 'schedule-free-sgd',
  title: 'Schedule-free SGD',
  description:
    'Averaging in place of a schedule: gradient descent of z whose gradient is taken between z and its average, and the average is the position that counts. It needs no decaying learning rate, and so no end to be known.',
  source:
    'Defazio et al. 2024, as their published code: steps weigh by the square of the largest learning rate so far. Their warm-up is the schedule linear-warmup.',
  year: 2024,
  equations: [
    'y = z + \\beta\\,(\\theta - z), \\quad g \\gets \\nabla L(y) + \\lambda\\, y \\qquad (z_0 = \\theta_0)',
    'z \\gets z - \\gamma\\, g',
    'c_t = \\frac{w_t}{\\sum_{i \\le t} w_i}, \\quad w_t = \\max_{i \\le t} \\gamma_i^2',
    '\\theta \\gets \\theta + c_t\\,(z - \\theta)',
  ],
  hyper: [
    learningRate(1),
    fraction('momentum', 0.9, '\\beta', 'Where the gradient is taken: 0 is at z, 1 at the average.'),
    {
      ...weightDecay,
      description: 'L2 penalty: this multiple of the place of the gradient is added to the gradient.',
    },
  ],
  state: [{ name: 'z', initial: 'start', description: 'Position of the gradient descent.', symbol: 'z' }],
  scalars: ['lr', 'largestLr', 'share'],

  prepare: (_h, lr, _t, previous) => ({ lr, ...averaging(lr, previous) }),

  gradientAt({ theta, z }, h, _s, n, at) {
    for (let i = 0; i < n; i++) at[i] = z[i] + h.momentum * (theta[i] - z[i]);
  },

  step({ theta, g, z }, h, s, n) {
    for (let i = 0; i < n; i++) {
      const y = z[i] + h.momentum * (theta[i] - z[i]);
      const d = g[i] + h.weightDecay * y;
      z[i] -= s.lr * d;
      theta[i] += s.share * (z[i] - theta[i]);
    }
  },
} satisfies Optimizer;

/**
 * Share c_t of the newest iterate in the average, and the largest learning rate so far, whose square is its weight. The
 * weights so far are summed in units of the newest: 1/c_t = 1 + (w_{t−1}/w_t)/c_{t−1}, so that no square is too small.
 */
export function averaging(lr: number, previous: Numbers | null): { largestLr: number; share: number } {
  const { largestLr: before, share } = previous ?? { largestLr: 0, share: 1 };
  const largestLr = Math.max(lr, before);
  const ratio = largestLr > 0 ? before / largestLr : 0;
  return { largestLr, share: 1 / (1 + (ratio * ratio) / share) };
}
