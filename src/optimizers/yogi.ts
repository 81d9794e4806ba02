import { correctedMean, correctedMoments, correctedScale } from './derived/bias-corrected.ts';
import { beta1, decayRate, epsilon, learningRate, weightDecay } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

/** Both averages start here, as in optax: the sign of v − g² should mean something in the first step. */
const INITIAL = 1e-6;

export default {
  id: 'yogi',
  title: 'Yogi',
  description:
    'Adam whose divisor changes by addition, not by multiplication: it grows as fast, but shrinks no faster than the gradients are large, so that the rate cannot shoot up.',
  source:
    'Zaheer et al. 2018. As optax.yogi: both averages start at 1e-6, epsilon after the bias correction.',
  year: 2018,
  equations: [
    'g \\gets \\nabla L(\\theta) + \\lambda\\,\\theta',
    'm \\gets \\beta_1 m + (1-\\beta_1)\\, g \\qquad (m_0 = 10^{-6})',
    'v \\gets v - (1-\\beta_2)\\, \\operatorname{sign}(v - g^2)\\, g^2 \\qquad (v_0 = 10^{-6})',
    correctedMoments,
    '\\theta \\gets \\theta - \\gamma\\,\\frac{\\hat m}{\\sqrt{\\hat v} + \\epsilon}',
  ],
  hyper: [
    learningRate(1e-2),
    beta1(),
    decayRate('beta2', 0.999, '\\beta_2', 'How slowly the average of squared gradients gives way.'),
    epsilon(1e-3),
    weightDecay,
  ],
  state: [
    { name: 'm', initial: INITIAL, description: 'Moving average of gradients.', symbol: 'm' },
    { name: 'v', initial: INITIAL, description: 'Level that follows the squared gradients.', symbol: 'v' },
  ],
  scalars: ['stepSize', 'invSqrtBc2'],
  derived: [correctedMean, correctedScale],

  prepare: (h, lr, t) => ({
    lr,
    stepSize: lr / (1 - h.beta1 ** t),
    invSqrtBc2: 1 / Math.sqrt(1 - h.beta2 ** t),
  }),

  step({ theta, g, m, v }, h, s, n) {
    for (let i = 0; i < n; i++) {
      const d = g[i] + h.weightDecay * theta[i];
      m[i] = h.beta1 * m[i] + (1 - h.beta1) * d;
      v[i] = v[i] - (1 - h.beta2) * Math.sign(v[i] - d * d) * d * d;
      theta[i] -= (s.stepSize * m[i]) / (Math.sqrt(v[i]) * s.invSqrtBc2 + h.eps);
    }
  },
} satisfies Optimizer;
