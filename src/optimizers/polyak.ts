import { hypot } from '../core/hypot.ts';
import { learningRate } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

export default {
  id: 'polyak',
  title: 'Polyak step',
  description:
    'Gradient descent that knows how low the loss can get, and steps to where a line along the gradient would reach it. Without rate and tuning the best that is possible, for whoever knows that number.',
  source:
    'Polyak 1969; with a largest rate Loizou et al. 2021. As optax.polyak_sgd in its variant sps+: where the loss is not above the lowest, it rests.',
  year: 1969,
  equations: [
    'g \\gets \\nabla L(\\theta)',
    '\\eta = \\min\\left(\\frac{\\max(L(\\theta) - L^\\star,\\, 0)}{\\lVert g \\rVert^2},\\; \\gamma\\right)',
    '\\theta \\gets \\theta - \\eta\\, g',
  ],
  hyper: [
    { ...learningRate(1), description: 'Largest learning rate.' },
    {
      name: 'fStar',
      kind: 'number',
      default: 0,
      defaultBy: 'lowest loss',
      slider: { min: -100, max: 100, scale: 'linear' },
      description: 'Lowest loss that there is; the default is that of the surface, where it is known.',
      symbol: 'L^\\star',
    },
  ],
  state: [],
  scalars: ['lr'],
  reads: ['loss'],
  couples: true,

  prepare: (_h, lr) => ({ lr }),

  step({ theta, g, loss }, h, s, n) {
    for (let i = 0; i < n; i += 2) {
      const norm = hypot(g[i], g[i + 1]);
      const gap = Math.max(loss[i] - h.fStar, 0);
      // The length of the step, since the square of the norm may not fit into float32.
      const length = Math.min(gap / norm, s.lr * norm);
      for (let k = i; k < i + 2; k++) theta[k] -= norm > 0 ? length * (g[k] / norm) : 0;
    }
  },
} satisfies Optimizer;
