import { decayRate, epsilon, learningRate, weightDecay } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

export default {
  id: 'adadelta',
  title: 'Adadelta',
  description:
    'Measures each step by the size of past steps over that of past gradients, so that it has the unit of the position and needs no learning rate. It takes its time to find its pace.',
  source: 'Zeiler 2012. Conventions of torch.optim.Adadelta: epsilon under both roots, a learning rate of 1.',
  year: 2012,
  equations: [
    'g \\gets \\nabla L(\\theta) + \\lambda\\,\\theta',
    'v \\gets \\rho\\, v + (1-\\rho)\\, g^2',
    '\\Delta \\gets \\frac{\\sqrt{u + \\epsilon}}{\\sqrt{v + \\epsilon}}\\, g',
    'u \\gets \\rho\\, u + (1-\\rho)\\, \\Delta^2',
    '\\theta \\gets \\theta - \\gamma\\, \\Delta',
  ],
  hyper: [
    learningRate(1),
    decayRate('rho', 0.9, '\\rho', 'Decay rate of both averages.'),
    {
      ...epsilon(1e-6),
      description: 'Added under both roots: it sets the size of the first steps.',
    },
    weightDecay,
  ],
  state: [
    { name: 'v', description: 'Moving average of squared gradients.', symbol: 'v' },
    { name: 'u', description: 'Moving average of squared steps.', symbol: 'u' },
  ],
  scalars: ['lr'],

  prepare: (_h, lr) => ({ lr }),

  step({ theta, g, v, u }, h, s, n) {
    for (let i = 0; i < n; i++) {
      const d = g[i] + h.weightDecay * theta[i];
      v[i] = h.rho * v[i] + (1 - h.rho) * d * d;
      const delta = (Math.sqrt(u[i] + h.eps) / Math.sqrt(v[i] + h.eps)) * d;
      u[i] = h.rho * u[i] + (1 - h.rho) * delta * delta;
      theta[i] -= s.lr * delta;
    }
  },
} satisfies Optimizer;
