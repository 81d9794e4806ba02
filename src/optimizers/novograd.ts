import { hypot } from '../core/hypot.ts';
import { beta1, convention, decayRate, epsilon, learningRate, weightDecay } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

export default {
  id: 'novograd',
  title: 'NovoGrad',
  description:
    'Momentum of gradients that are divided by the averaged norm of the whole layer’s gradient, one number instead of one per coordinate. The two parameters here are one layer: it keeps the gradient’s direction, where Adam bends it.',
  source:
    'Ginsburg et al. 2019, with the decay rates of their experiments; convention optax has those of optax.novograd, which all but forget the norm, and a larger epsilon. The velocity is a sum, not an average.',
  year: 2019,
  equations: [
    'g \\gets \\nabla L(\\theta)',
    'n \\gets \\sqrt{\\beta_2 n^2 + (1-\\beta_2)\\, \\lVert g \\rVert^2} \\qquad (n_1 = \\lVert g_1 \\rVert)',
    'm \\gets \\beta_1 m + \\frac{g}{n + \\epsilon} + \\lambda\\,\\theta',
    '\\theta \\gets \\theta - \\gamma\\, m \\qquad (\\text{convention: } \\beta_1, \\beta_2, \\epsilon)',
  ],
  hyper: [
    learningRate(1e-2),
    { ...beta1(0.95), defaultBy: { convention: { optax: 0.9 } } },
    {
      ...decayRate('beta2', 0.98, '\\beta_2', 'Decay rate of the average of squared gradient norms.'),
      defaultBy: { convention: { optax: 0.25 } },
    },
    { ...epsilon(1e-8), defaultBy: { convention: { optax: 1e-6 } } },
    { ...weightDecay, description: 'This multiple of the position is added to the scaled gradient.' },
    convention(['paper', 'optax'], 'Whose decay rates and epsilon are the defaults: the rule is the same.'),
  ],
  state: [
    { name: 'm', description: 'Velocity: a decaying sum of scaled gradients.', symbol: 'm' },
    { name: 'root', description: 'Root of the averaged squared gradient norm.', symbol: 'n' },
  ],
  scalars: ['lr', 'kept', 'taken'],
  couples: true,

  // Roots of the weights, since it is the root of the average that is kept: a squared norm may not fit into float32.
  prepare: (h, lr, t) => ({
    lr,
    kept: t === 1 ? 0 : Math.sqrt(h.beta2),
    taken: t === 1 ? 1 : Math.sqrt(1 - h.beta2),
  }),

  step({ theta, g, m, root }, h, s, n) {
    for (let i = 0; i < n; i += 2) {
      const norm = hypot(g[i], g[i + 1]);
      const level = hypot(s.kept * root[i], s.taken * norm);
      const divisor = level + h.eps;
      for (let k = i; k < i + 2; k++) {
        const scaled = divisor > 0 ? g[k] / divisor : 0;
        m[k] = h.beta1 * m[k] + scaled + h.weightDecay * theta[k];
        root[k] = level;
        theta[k] -= s.lr * m[k];
      }
    }
  },
} satisfies Optimizer;
