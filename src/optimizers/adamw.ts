import { correctedMean, correctedMoments, correctedScale } from './derived/bias-corrected.ts';
import { beta1, beta2, convention, decoupledDecay, epsilon, learningRate } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

export default {
  id: 'adamw',
  title: 'AdamW',
  description:
    'Adam with the weight decay taken out of the gradient: the position shrinks by a fixed fraction, which no gradient scaling can undo.',
  source:
    'Loshchilov and Hutter 2019. As torch.optim.AdamW: decay first, multiplied by the learning rate, 0.01 if nothing is said. optax steps in the same way, but decays by 0.0001 if nothing is said.',
  year: 2019,
  equations: [
    'g \\gets \\nabla L(\\theta)',
    '\\theta \\gets (1 - \\gamma\\lambda)\\, \\theta \\qquad (\\text{by convention: torch } \\lambda = 10^{-2},\\ \\text{optax } 10^{-4})',
    'm \\gets \\beta_1 m + (1-\\beta_1)\\, g',
    'v \\gets \\beta_2 v + (1-\\beta_2)\\, g^2',
    correctedMoments,
    '\\theta \\gets \\theta - \\gamma\\,\\frac{\\hat m}{\\sqrt{\\hat v} + \\epsilon}',
  ],
  hyper: [
    learningRate(1e-3),
    beta1(),
    beta2(),
    epsilon(1e-8),
    { ...decoupledDecay(1e-2), defaultBy: { convention: { optax: 1e-4 } } },
    convention(['torch', 'optax'], 'Whose default of the weight decay: that of PyTorch, or that of optax.'),
  ],
  state: [
    { name: 'm', description: 'Moving average of gradients.', symbol: 'm' },
    { name: 'v', description: 'Moving average of squared gradients.', symbol: 'v' },
  ],
  scalars: ['shrink', 'stepSize', 'invSqrtBc2'],
  derived: [correctedMean, correctedScale],

  prepare: (h, lr, t) => ({
    lr,
    shrink: 1 - lr * h.weightDecay,
    stepSize: lr / (1 - h.beta1 ** t),
    invSqrtBc2: 1 / Math.sqrt(1 - h.beta2 ** t),
  }),

  step({ theta, g, m, v }, h, s, n) {
    for (let i = 0; i < n; i++) {
      theta[i] *= s.shrink;
      m[i] = h.beta1 * m[i] + (1 - h.beta1) * g[i];
      v[i] = h.beta2 * v[i] + (1 - h.beta2) * g[i] * g[i];
      theta[i] -= (s.stepSize * m[i]) / (Math.sqrt(v[i]) * s.invSqrtBc2 + h.eps);
    }
  },
} satisfies Optimizer;
