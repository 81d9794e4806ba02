import { convention, decayRate, decoupledDecay, epsilon, learningRate, MAX_STEPS } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

const conventions = ['optax', 'paper'] as const;
const OPTAX = conventions.indexOf('optax');

export default {
  id: 'sophia',
  title: 'Sophia',
  description:
    'Divides averaged gradients by averaged curvatures, one per coordinate, and clips what comes out at the learning rate: Newton’s pace where the surface is a bowl along the axes, the sign of the gradient where it is steeper, flatter or curves down.',
  source:
    'Liu et al. 2023, with the exact diagonal of the Hessian instead of an estimate. As optax.contrib.sophia: the average of gradients is corrected for starting at zero, and a step still divides by the curvatures of before. The paper does not correct, and takes the new curvatures in first.',
  year: 2023,
  equations: [
    'g \\gets \\nabla L(\\theta)',
    'm \\gets \\beta_1 m + (1-\\beta_1)\\, g',
    't \\bmod k = 1:\\quad h \\gets \\beta_2 h + (1-\\beta_2)\\, \\operatorname{diag} \\nabla^2 L(\\theta)',
    '\\theta \\gets (1 - \\gamma\\lambda)\\, \\theta',
    "d \\gets \\frac{m / (1-\\beta_1^t)}{\\max(\\rho\\, h', \\epsilon)} \\text{ clipped to } \\pm 1 \\qquad \\left(\\text{convention paper: } \\frac{m}{\\max(\\rho\\, h, \\epsilon)}\\right)",
    "\\theta \\gets \\theta - \\gamma\\, d \\qquad (h' = h \\text{ before this step})",
  ],
  hyper: [
    learningRate(1e-3),
    decayRate('beta1', 0.965, '\\beta_1', 'Decay rate of the average of gradients.'),
    decayRate('beta2', 0.99, '\\beta_2', 'Decay rate of the average of curvatures.'),
    {
      name: 'gamma',
      kind: 'number',
      default: 0.01,
      min: 0,
      slider: { min: 1e-4, max: 1, scale: 'log' },
      description: 'Multiplies the curvature: the smaller, the more steps are clipped.',
      symbol: '\\rho',
    },
    { ...epsilon(1e-8), exclusiveMin: true, description: 'Smallest divisor.' },
    {
      name: 'interval',
      kind: 'number',
      default: 10,
      min: 1,
      max: MAX_STEPS,
      integer: true,
      slider: { min: 1, max: 100, scale: 'linear' },
      description: 'Steps between two looks at the curvature.',
      symbol: 'k',
    },
    decoupledDecay(1e-4),
    convention(
      conventions,
      'Whose order and correction: those of optax, or those of the paper, whose first step knows the curvature already.',
    ),
  ],
  state: [
    { name: 'm', description: 'Moving average of gradients.', symbol: 'm' },
    { name: 'bend', description: 'Moving average of curvatures.', symbol: 'h' },
  ],
  scalars: ['lr', 'shrink', 'correction', 'looks', 'looksFirst'],
  reads: ['curvature'],

  prepare: (h, lr, t) => ({
    lr,
    shrink: 1 - lr * h.weightDecay,
    correction: h.convention === OPTAX ? 1 / (1 - h.beta1 ** t) : 1,
    looks: (t - 1) % h.interval === 0 ? 1 : 0,
    looksFirst: h.convention === OPTAX ? 0 : 1,
  }),

  step({ theta, g, curvature, m, bend }, h, s, n) {
    for (let i = 0; i < n; i++) {
      m[i] = h.beta1 * m[i] + (1 - h.beta1) * g[i];
      const before = bend[i];
      if (s.looks > 0) bend[i] = h.beta2 * bend[i] + (1 - h.beta2) * curvature[i];
      const divisor = Math.max(h.gamma * (s.looksFirst > 0 ? bend[i] : before), h.eps);
      // Clipped before it is divided: the quotient may not fit into float32.
      const clipped = Math.min(Math.max(s.correction * m[i], -divisor), divisor);
      theta[i] = s.shrink * theta[i] - s.lr * (clipped / divisor);
    }
  },
} satisfies Optimizer;
