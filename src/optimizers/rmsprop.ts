import { convention, decayRate, epsilon, learningRate, momentum, weightDecay } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

const conventions = ['torch', 'optax'] as const;
const OPTAX = conventions.indexOf('optax');

export default {
  id: 'rmsprop',
  title: 'RMSprop',
  description:
    'Divides by the root of a moving average of squared gradients, so that old steepness is forgotten and steps need not die out.',
  source:
    'Tieleman and Hinton 2012; centered variant Graves 2013. As torch.optim.RMSprop: decay 0.99, epsilon outside the root, learning rate after the velocity. optax has decay 0.9, epsilon inside the root, and the learning rate inside the velocity, which matters under a schedule.',
  year: 2012,
  equations: [
    'g \\gets \\nabla L(\\theta) + \\lambda\\,\\theta',
    'v \\gets \\alpha\\, v + (1-\\alpha)\\, g^2',
    '\\bar g \\gets \\alpha\\, \\bar g + (1-\\alpha)\\, g \\qquad \\text{(centered)}',
    "v' \\gets v - \\bar g^2 \\ \\text{(centered)}, \\quad v \\ \\text{otherwise}",
    "b \\gets \\mu\\, b + \\frac{g}{\\sqrt{v'} + \\epsilon} \\qquad \\left(\\text{convention optax: } \\mu\\, b + \\frac{\\gamma\\, g}{\\sqrt{v' + \\epsilon}}\\right)",
    '\\theta \\gets \\theta - \\gamma\\, b \\qquad (\\text{optax: } \\theta - b)',
  ],
  hyper: [
    learningRate(1e-2),
    {
      ...decayRate('alpha', 0.99, '\\alpha', 'Decay rate of the average of squared gradients.'),
      defaultBy: { convention: { optax: 0.9 } },
    },
    {
      ...epsilon(1e-8),
      description:
        'Added to the denominator so that it is never zero: outside the root, or inside it for optax.',
    },
    momentum(0),
    {
      name: 'centered',
      kind: 'boolean',
      default: false,
      description: 'Divide by the standard deviation of the gradient instead of its root mean square.',
      symbol: '\\text{centered}',
    },
    weightDecay,
    convention(
      conventions,
      'Whose decay rate, place of epsilon, and order of learning rate and velocity: those of PyTorch, or those of optax.',
    ),
  ],
  state: [
    { name: 'v', description: 'Moving average of squared gradients.', symbol: 'v' },
    { name: 'mean', description: 'Moving average of gradients.', symbol: '\\bar g' },
    { name: 'b', description: 'Velocity, before the learning rate, or after it for optax.', symbol: 'b' },
  ],
  scalars: ['gain', 'stepSize', 'epsInside', 'epsOutside'],

  prepare: (h, lr) => ({
    lr,
    gain: h.convention === OPTAX ? lr : 1,
    stepSize: h.convention === OPTAX ? 1 : lr,
    epsInside: h.convention === OPTAX ? h.eps : 0,
    epsOutside: h.convention === OPTAX ? 0 : h.eps,
  }),

  step({ theta, g, v, mean, b }, h, s, n) {
    for (let i = 0; i < n; i++) {
      const d = g[i] + h.weightDecay * theta[i];
      v[i] = h.alpha * v[i] + (1 - h.alpha) * d * d;
      mean[i] = h.alpha * mean[i] + (1 - h.alpha) * d;
      // A variance that is zero but for rounding may come out slightly negative: its root would be NaN.
      const variance = h.centered > 0 ? Math.max(v[i] - mean[i] * mean[i], 0) : v[i];
      b[i] = h.momentum * b[i] + (s.gain * d) / (Math.sqrt(variance + s.epsInside) + s.epsOutside);
      theta[i] -= s.stepSize * b[i];
    }
  },
} satisfies Optimizer;
