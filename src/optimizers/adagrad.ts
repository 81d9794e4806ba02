import { convention, epsilon, learningRate, weightDecay } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

const conventions = ['torch', 'optax'] as const;
const OPTAX = conventions.indexOf('optax');

export default {
  id: 'adagrad',
  title: 'Adagrad',
  description:
    'Divides each coordinate by the root of all its squared gradients so far: steep directions are tamed, but the steps only ever shrink.',
  source:
    'Duchi, Hazan and Singer 2011. As torch.optim.Adagrad: the sum starts at 0, epsilon outside the root. optax starts it at 0.1, adds epsilon inside the root, and does not move where the sum is 0.',
  year: 2011,
  equations: [
    'g \\gets \\nabla L(\\theta) + \\lambda\\,\\theta',
    'v \\gets v + g^2 \\qquad (v_0 = v_{\\mathrm{init}})',
    '\\theta \\gets \\theta - \\frac{\\gamma}{1 + (t-1)\\,\\eta}\\,\\frac{g}{\\sqrt{v} + \\epsilon} \\qquad \\left(\\text{convention optax: } \\frac{g}{\\sqrt{v + \\epsilon}}\\right)',
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
      defaultBy: { convention: { optax: 0.1 } },
      min: 0,
      slider: { min: 0, max: 10, scale: 'linear' },
      description: 'Sum of squared gradients before the first step.',
      symbol: 'v_{\\mathrm{init}}',
    },
    {
      ...epsilon(1e-10),
      defaultBy: { convention: { optax: 1e-7 } },
      description:
        'Added to the denominator so that it is never zero: outside the root, or inside it for optax.',
    },
    weightDecay,
    convention(
      conventions,
      'Whose start of the sum, and place of epsilon: that of PyTorch, or that of optax.',
    ),
  ],
  state: [{ name: 'v', description: 'Sum of squared gradients.', symbol: 'v' }],
  scalars: ['stepSize', 'initial', 'epsInside', 'epsOutside', 'restsAtZero'],

  // The initial sum enters with the first step, since every slot starts at zero.
  prepare: (h, lr, t) => ({
    lr,
    stepSize: lr / (1 + (t - 1) * h.lrDecay),
    initial: t === 1 ? h.initialAccumulator : 0,
    epsInside: h.convention === OPTAX ? h.eps : 0,
    epsOutside: h.convention === OPTAX ? 0 : h.eps,
    restsAtZero: h.convention === OPTAX ? 1 : 0,
  }),

  step({ theta, g, v }, h, s, n) {
    for (let i = 0; i < n; i++) {
      const d = g[i] + h.weightDecay * theta[i];
      v[i] = v[i] + s.initial + d * d;
      const delta = (s.stepSize * d) / (Math.sqrt(v[i] + s.epsInside) + s.epsOutside);
      theta[i] -= s.restsAtZero > 0 && v[i] === 0 ? 0 : delta;
    }
  },
} satisfies Optimizer;
