import { learningRate, momentum, weightDecay } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

export default {
  id: 'momentum',
  title: 'Momentum',
  description:
    'A heavy ball: the velocity remembers past gradients, so that steps along a valley add up and steps across it cancel.',
  source: 'Polyak 1964. Dampening, and its absence in the first step, as torch.optim.SGD.',
  year: 1964,
  equations: [
    'g \\gets \\nabla L(\\theta) + \\lambda\\,\\theta',
    'b \\gets \\mu\\, b + (1-\\tau)\\, g \\qquad (b_1 = g_1)',
    '\\theta \\gets \\theta - \\gamma\\, b',
  ],
  hyper: [
    learningRate(1e-3),
    momentum(0.9),
    {
      name: 'dampening',
      kind: 'number',
      default: 0,
      min: 0,
      max: 1,
      slider: { min: 0, max: 1, scale: 'linear' },
      description: 'Fraction of the gradient kept out of the velocity from the second step on.',
      symbol: '\\tau',
    },
    weightDecay,
  ],
  state: [{ name: 'b', description: 'Velocity, before the learning rate.', symbol: 'b' }],
  scalars: ['lr', 'gain'],

  // torch starts the velocity as the undamped gradient, and ignores dampening where there is no momentum.
  prepare: (h, lr, t) => ({ lr, gain: t === 1 || h.momentum === 0 ? 1 : 1 - h.dampening }),

  step({ theta, g, b }, h, s, n) {
    for (let i = 0; i < n; i++) {
      const d = g[i] + h.weightDecay * theta[i];
      b[i] = h.momentum * b[i] + s.gain * d;
      theta[i] -= s.lr * b[i];
    }
  },
} satisfies Optimizer;
