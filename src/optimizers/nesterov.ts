import { KERAS, learningRate, momentum, velocityConvention, weightDecay } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

export default {
  id: 'nesterov',
  title: 'Nesterov momentum',
  description:
    'Momentum that looks ahead: the step is the one the velocity will take next, so that overshooting is corrected a step earlier.',
  source:
    'Nesterov 1983, in the form that torch.optim.SGD(nesterov=True) and optax use: the learning rate multiplies velocity and gradient. In Keras, and in Sutskever et al. 2013, it multiplies the gradient that enters the velocity, which differs where a schedule changes it.',
  year: 1983,
  equations: [
    'g \\gets \\nabla L(\\theta) + \\lambda\\,\\theta',
    'b \\gets \\mu\\, b + g \\qquad (\\text{convention keras: } \\mu\\, b + \\gamma\\, g)',
    '\\theta \\gets \\theta - \\gamma\\,(g + \\mu\\, b) \\qquad (\\text{keras: } \\theta - (\\gamma\\, g + \\mu\\, b))',
  ],
  hyper: [learningRate(1e-3), momentum(0.9), weightDecay, velocityConvention],
  state: [
    { name: 'b', description: 'Velocity, before the learning rate, or after it for Keras.', symbol: 'b' },
  ],
  scalars: ['gain', 'stepSize'],

  prepare: (h, lr) => ({
    lr,
    gain: h.convention === KERAS ? lr : 1,
    stepSize: h.convention === KERAS ? 1 : lr,
  }),

  step({ theta, g, b }, h, s, n) {
    for (let i = 0; i < n; i++) {
      const d = g[i] + h.weightDecay * theta[i];
      const push = s.gain * d;
      b[i] = h.momentum * b[i] + push;
      theta[i] -= s.stepSize * (push + h.momentum * b[i]);
    }
  },
} satisfies Optimizer;
