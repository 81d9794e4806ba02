import { hypot } from '../core/hypot.ts';
import { epsilon, learningRate, weightDecay } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

export default {
  id: 'dog',
  title: 'DoG',
  description:
    'Distance over gradients: gradient descent whose rate is how far it has got from its start, over the root of all squared gradients so far. There is no learning rate to tune.',
  source:
    'Ivgi, Hinder and Carmon 2023, as their published code and optax.contrib.dog: the first distance is a small multiple of 1 + ‖θ₀‖. Without the averaging of iterates.',
  year: 2023,
  equations: [
    'g \\gets \\nabla L(\\theta) + \\lambda\\,\\theta',
    '\\bar r \\gets \\max\\left(\\bar r,\\; \\lVert \\theta - \\theta_0 \\rVert,\\; r_\\epsilon\\,(1 + \\lVert \\theta_0 \\rVert)\\right)',
    'G \\gets \\sqrt{G^2 + \\lVert g \\rVert^2}',
    '\\theta \\gets \\theta - \\gamma\\, \\frac{\\bar r}{\\sqrt{G^2 + \\epsilon}}\\, g',
  ],
  hyper: [
    { ...learningRate(1), description: 'Multiplies the rate that is found; the theory is for 1.' },
    {
      name: 'repsRel',
      kind: 'number',
      default: 1e-6,
      min: 0,
      exclusiveMin: true,
      slider: { min: 1e-8, max: 1, scale: 'log' },
      description: 'First distance, as a share of 1 + the distance of the start from the origin.',
      symbol: 'r_\\epsilon',
    },
    { ...epsilon(1e-8), description: 'Added under the root, so that it is never zero.' },
    weightDecay,
  ],
  state: [
    { name: 'start', initial: 'start', description: 'Where it started from.', symbol: '\\theta_0' },
    { name: 'reach', description: 'Largest distance from the start so far.', symbol: '\\bar r' },
    { name: 'root', description: 'Root of the sum of squared gradient norms.', symbol: 'G' },
  ],
  scalars: ['lr'],
  couples: true,

  prepare: (_h, lr) => ({ lr }),

  step({ theta, g, start, reach, root }, h, s, n) {
    const d = [0, 0];
    for (let i = 0; i < n; i += 2) {
      for (let k = i; k < i + 2; k++) d[k - i] = g[k] + h.weightDecay * theta[k];
      const first = h.repsRel * (1 + hypot(start[i], start[i + 1]));
      const away = hypot(theta[i] - start[i], theta[i + 1] - start[i + 1]);
      const farthest = Math.max(reach[i], first, away);
      const sum = hypot(root[i], hypot(d[0], d[1]));
      const divisor = hypot(sum, Math.sqrt(h.eps));
      for (let k = i; k < i + 2; k++) {
        reach[k] = farthest;
        root[k] = sum;
        theta[k] -= divisor > 0 ? s.lr * farthest * (d[k - i] / divisor) : 0;
      }
    }
  },
} satisfies Optimizer;
