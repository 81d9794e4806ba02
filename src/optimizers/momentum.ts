import { KERAS, learningRate, momentum, velocityConvention, weightDecay } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

export default {
  id: 'momentum',
  title: 'Momentum',
  description:
    'A heavy ball: the velocity remembers past gradients, so that steps along a valley add up and steps across it cancel.',
  source:
    'Polyak 1964. As torch.optim.SGD, also in dampening and its absence in the first step: the learning rate multiplies the velocity, as in optax. In Keras, and in Sutskever et al. 2013, it multiplies the gradient that enters the velocity, which differs where a schedule changes it.',
  year: 1964,
  equations: [
    'g \\gets \\nabla L(\\theta) + \\lambda\\,\\theta',
    'b \\gets \\mu\\, b + (1-\\tau)\\, g \\qquad (b_1 = g_1) \\qquad (\\text{convention keras: } \\mu\\, b + \\gamma\\,(1-\\tau)\\, g)',
    '\\theta \\gets \\theta - \\gamma\\, b \\qquad (\\text{keras: } \\theta - b)',
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
    velocityConvention,
  ],
  state: [
    { name: 'b', description: 'Velocity, before the learning rate, or after it for Keras.', symbol: 'b' },
  ],
  scalars: ['gain', 'stepSize'],

  // torch starts the velocity as the undamped gradient, and ignores dampening where there is no momentum.
  prepare(h, lr, t) {
    const damped = t === 1 || h.momentum === 0 ? 1 : 1 - h.dampening;
    const [gain, stepSize] = h.convention === KERAS ? [lr * damped, 1] : [damped, lr];
    return { lr, gain, stepSize };
  },

  step({ theta, g, b }, h, s, n) {
    for (let i = 0; i < n; i++) {
      const d = g[i] + h.weightDecay * theta[i];
      b[i] = h.momentum * b[i] + s.gain * d;
      theta[i] -= s.stepSize * b[i];
    }
  },
} satisfies Optimizer;
