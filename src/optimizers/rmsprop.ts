import { decayRate, epsilon, learningRate, momentum, weightDecay } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

export default {
  id: 'rmsprop',
  title: 'RMSprop',
  description:
    'Divides by the root of a moving average of squared gradients, so that old steepness is forgotten and steps need not die out.',
  source:
    'Tieleman and Hinton 2012; centered variant Graves 2013. Conventions of torch.optim.RMSprop: epsilon outside the root, learning rate after the momentum buffer.',
  year: 2012,
  equations: [
    'g \\gets \\nabla L(\\theta) + \\lambda\\,\\theta',
    'v \\gets \\alpha\\, v + (1-\\alpha)\\, g^2',
    '\\bar g \\gets \\alpha\\, \\bar g + (1-\\alpha)\\, g \\qquad \\text{(centered)}',
    "v' \\gets v - \\bar g^2 \\ \\text{(centered)}, \\quad v \\ \\text{otherwise}",
    "b \\gets \\mu\\, b + \\frac{g}{\\sqrt{v'} + \\epsilon}",
    '\\theta \\gets \\theta - \\gamma\\, b',
  ],
  hyper: [
    learningRate(1e-2),
    decayRate('alpha', 0.99, '\\alpha', 'Decay rate of the average of squared gradients.'),
    epsilon(1e-8),
    momentum(0),
    {
      name: 'centered',
      kind: 'boolean',
      default: false,
      description: 'Divide by the standard deviation of the gradient instead of its root mean square.',
      symbol: '\\text{centered}',
    },
    weightDecay,
  ],
  state: [
    { name: 'v', description: 'Moving average of squared gradients.', symbol: 'v' },
    { name: 'mean', description: 'Moving average of gradients.', symbol: '\\bar g' },
    { name: 'b', description: 'Velocity, before the learning rate.', symbol: 'b' },
  ],
  scalars: ['lr'],

  prepare: (_h, lr) => ({ lr }),

  step({ theta, g, v, mean, b }, h, s, n) {
    for (let i = 0; i < n; i++) {
      const d = g[i] + h.weightDecay * theta[i];
      v[i] = h.alpha * v[i] + (1 - h.alpha) * d * d;
      mean[i] = h.alpha * mean[i] + (1 - h.alpha) * d;
      // A variance that is zero but for rounding may come out slightly negative: its root would be NaN.
      const variance = h.centered > 0 ? Math.max(v[i] - mean[i] * mean[i], 0) : v[i];
      b[i] = h.momentum * b[i] + d / (Math.sqrt(variance) + h.eps);
      theta[i] -= s.lr * b[i];
    }
  },
} satisfies Optimizer;
