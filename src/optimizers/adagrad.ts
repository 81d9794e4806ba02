import { epsilon, learningRate, weightDecay } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

export default {
  id: 'adagrad',
  title: 'Adagrad',
  description:
    'Divides each coordinate by the root of all its squared gradients so far: steep directions are tamed, but the steps only ever shrink.',
  source: 'Duchi, Hazan and Singer 2011. Conventions of torch.optim.Adagrad: epsilon outside the root.',
  year: 2011,
  equations: [
    'g \\gets \\nabla L(\\theta) + \\lambda\\,\\theta',
    'v \\gets v + g^2 \\qquad (v_0 = v_{\\mathrm{init}})',
    '\\theta \\gets \\theta - \\frac{\\gamma}{1 + (t-1)\\,\\eta}\\,\\frac{g}{\\sqrt{v} + \\epsilon}',
  ],
  hyper: [
    learningRate(1e-2),
    {
      name: 'lrDecay',
      kind: 'number',
      default: 0,
      min: 0,
      slider: { min: 0, max: 1, scale: 'linear' },
      description: 'The learning rate of step t is divided by 1 + (t − 1) times this.',
      symbol: '\\eta',
    },
    {
      name: 'initialAccumulator',
      kind: 'number',
      default: 0,
      min: 0,
      slider: { min: 0, max: 10, scale: 'linear' },
      description: 'Sum of squared gradients before the first step.',
      symbol: 'v_{\\mathrm{init}}',
    },
    epsilon(1e-10),
    weightDecay,
  ],
  state: [{ name: 'v', description: 'Sum of squared gradients.', symbol: 'v' }],
  scalars: ['lr', 'stepSize', 'initial'],

  // The initial sum enters with the first step, since every slot starts at zero.
  prepare: (h, lr, t) => ({
    lr,
    stepSize: lr / (1 + (t - 1) * h.lrDecay),
    initial: t === 1 ? h.initialAccumulator : 0,
  }),

  step({ theta, g, v }, h, s, n) {
    for (let i = 0; i < n; i++) {
      const d = g[i] + h.weightDecay * theta[i];
      v[i] = v[i] + s.initial + d * d;
      theta[i] -= (s.stepSize * d) / (Math.sqrt(v[i]) + h.eps);
    }
  },
} satisfies Optimizer;
