import { correctedMean, correctedMoments, correctedScale } from './derived/bias-corrected.ts';
import { beta1, beta2, epsilon, fraction, learningRate, weightDecay } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

export default {
  id: 'qhadam',
  title: 'QHAdam',
  description:
    'Adam with both averages mixed with what they average: with both mixing rates at 1 it is Adam, with the first at 0 RMSprop with bias correction.',
  source:
    'Ma and Yarats 2019, with the rates they recommend (their code starts at 1 and 1, which is Adam). Weight decay as an L2 penalty.',
  year: 2019,
  equations: [
    'g \\gets \\nabla L(\\theta) + \\lambda\\,\\theta',
    'm \\gets \\beta_1 m + (1-\\beta_1)\\, g',
    'v \\gets \\beta_2 v + (1-\\beta_2)\\, g^2',
    correctedMoments,
    '\\theta \\gets \\theta - \\gamma\\,\\frac{(1-\\nu_1)\\, g + \\nu_1\\, \\hat m}{\\sqrt{(1-\\nu_2)\\, g^2 + \\nu_2\\, \\hat v} + \\epsilon}',
  ],
  hyper: [
    learningRate(1e-3),
    beta1(0.995),
    beta2(),
    fraction('nu1', 0.7, '\\nu_1', 'Share of the average in the direction; the rest is the gradient itself.'),
    fraction(
      'nu2',
      1,
      '\\nu_2',
      'Share of the average under the root; the rest is the squared gradient itself.',
    ),
    epsilon(1e-8),
    weightDecay,
  ],
  state: [
    { name: 'm', description: 'Moving average of gradients.', symbol: 'm' },
    { name: 'v', description: 'Moving average of squared gradients.', symbol: 'v' },
  ],
  scalars: ['gradientStep', 'averageStep', 'freshShare', 'invSqrtBc2'],
  derived: [correctedMean, correctedScale],

  // The bias correction is taken out of the root: v / (1 − β₂ᵗ) may not fit into float32 where v does.
  prepare(h, lr, t) {
    const bc2 = 1 - h.beta2 ** t;
    return {
      lr,
      gradientStep: lr * (1 - h.nu1),
      averageStep: (lr * h.nu1) / (1 - h.beta1 ** t),
      freshShare: (1 - h.nu2) * bc2,
      invSqrtBc2: 1 / Math.sqrt(bc2),
    };
  },

  step({ theta, g, m, v }, h, s, n) {
    for (let i = 0; i < n; i++) {
      const d = g[i] + h.weightDecay * theta[i];
      m[i] = h.beta1 * m[i] + (1 - h.beta1) * d;
      v[i] = h.beta2 * v[i] + (1 - h.beta2) * d * d;
      const direction = s.gradientStep * d + s.averageStep * m[i];
      const squared = s.freshShare * d * d + h.nu2 * v[i];
      theta[i] -= direction / (Math.sqrt(squared) * s.invSqrtBc2 + h.eps);
    }
  },
} satisfies Optimizer;
