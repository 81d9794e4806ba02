import { beta1, decayRate, epsilon, learningRate, weightDecay } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

export default {
  id: 'adopt',
  title: 'ADOPT',
  description:
    'Adam that divides each gradient by the average without it, before the momentum: the two are then independent, and it converges whatever β₂. The first step only looks.',
  source:
    'Taniguchi et al. 2024, with the clipping of their published code and of optax.contrib.adopt. Weight decay as an L2 penalty.',
  year: 2024,
  equations: [
    'g \\gets \\nabla L(\\theta) + \\lambda\\,\\theta',
    'n \\gets \\frac{g}{\\max(\\sqrt{v}, \\epsilon)} \\text{ clipped to } \\pm (t-1)^{1/4}',
    'm \\gets \\beta_1 m + (1-\\beta_1)\\, n',
    'v \\gets \\beta_2 v + (1-\\beta_2)\\, g^2 \\qquad (v_1 = g_1^2)',
    '\\theta \\gets \\theta - \\gamma\\, m',
  ],
  hyper: [
    learningRate(1e-3),
    beta1(),
    decayRate('beta2', 0.9999, '\\beta_2', 'Decay rate of the average of squared gradients.'),
    { ...epsilon(1e-6), exclusiveMin: true, description: 'Smallest divisor.' },
    weightDecay,
  ],
  state: [
    { name: 'm', description: 'Moving average of normalised gradients.', symbol: 'm' },
    { name: 'v', description: 'Moving average of squared gradients.', symbol: 'v' },
  ],
  scalars: ['lr', 'limit', 'kept', 'taken'],

  prepare: (h, lr, t) => ({
    lr,
    limit: (t - 1) ** 0.25,
    kept: t === 1 ? 0 : h.beta2,
    taken: t === 1 ? 1 : 1 - h.beta2,
  }),

  step({ theta, g, m, v }, h, s, n) {
    for (let i = 0; i < n; i++) {
      const d = g[i] + h.weightDecay * theta[i];
      const divisor = Math.max(Math.sqrt(v[i]), h.eps);
      // Clipped before it is divided: the quotient may not fit into float32.
      const longest = s.limit * divisor;
      const normalised = Math.min(Math.max(d, -longest), longest) / divisor;
      m[i] = h.beta1 * m[i] + (1 - h.beta1) * normalised;
      v[i] = s.kept * v[i] + s.taken * d * d;
      theta[i] -= s.lr * m[i];
    }
  },
} satisfies Optimizer;
