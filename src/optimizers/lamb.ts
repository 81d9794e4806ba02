import { hypot } from '../core/hypot.ts';
import { correctedMean, correctedMoments, correctedScale } from './derived/bias-corrected.ts';
import { beta1, beta2, epsilon, learningRate, weightDecay } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

/** A length below this counts as zero, since a device may have flushed it to that. */
const TINY = 2 ** -120;

export default {
  id: 'lamb',
  title: 'LAMB',
  description:
    'Adam’s step, stretched to a fixed share of the length of the layer’s weights. Made for weights whose size means something: on a surface the length of a step is the distance from the origin, so it depends on where the origin is.',
  source:
    'You et al. 2020. As optax.lamb: epsilon after the bias corrections, weight decay before the stretching, and Adam’s own length where position or step is zero.',
  year: 2020,
  equations: [
    'g \\gets \\nabla L(\\theta)',
    'm \\gets \\beta_1 m + (1-\\beta_1)\\, g',
    'v \\gets \\beta_2 v + (1-\\beta_2)\\, g^2',
    correctedMoments,
    'u \\gets \\frac{\\hat m}{\\sqrt{\\hat v} + \\epsilon} + \\lambda\\,\\theta',
    '\\theta \\gets \\theta - \\gamma\\, \\frac{\\lVert \\theta \\rVert}{\\lVert u \\rVert}\\, u',
  ],
  hyper: [
    learningRate(1e-3),
    beta1(),
    beta2(),
    epsilon(1e-6),
    { ...weightDecay, description: 'This multiple of the position is added to Adam’s step.' },
  ],
  state: [
    { name: 'm', description: 'Moving average of gradients.', symbol: 'm' },
    { name: 'v', description: 'Moving average of squared gradients.', symbol: 'v' },
  ],
  scalars: ['lr', 'bc1', 'invSqrtBc2'],
  derived: [correctedMean, correctedScale],
  couples: true,

  prepare: (h, lr, t) => ({ lr, bc1: 1 - h.beta1 ** t, invSqrtBc2: 1 / Math.sqrt(1 - h.beta2 ** t) }),

  step({ theta, g, m, v }, h, s, n) {
    const u = [0, 0];
    for (let i = 0; i < n; i += 2) {
      for (let k = i; k < i + 2; k++) {
        m[k] = h.beta1 * m[k] + (1 - h.beta1) * g[k];
        v[k] = h.beta2 * v[k] + (1 - h.beta2) * g[k] * g[k];
        u[k - i] = m[k] / s.bc1 / (Math.sqrt(v[k]) * s.invSqrtBc2 + h.eps) + h.weightDecay * theta[k];
      }
      const size = hypot(theta[i], theta[i + 1]);
      const norm = hypot(u[0], u[1]);
      for (let k = i; k < i + 2; k++) {
        theta[k] -= s.lr * (size > TINY && norm > TINY ? size * (u[k - i] / norm) : u[k - i]);
      }
    }
  },
} satisfies Optimizer;
