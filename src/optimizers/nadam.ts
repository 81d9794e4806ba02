import type { Numbers } from '../core/numbers.ts';
import { correctedScale } from './derived/bias-corrected.ts';
import { beta1, beta2, decoupled, epsilon, learningRate, weightDecay } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

/** Base of the warm-up of the momentum; Dozat's 0.96, as torch has it. */
const WARMUP_BASE = 0.96;

const conventions = ['torch-1', 'torch-2', 'optax'] as const;
const [TORCH_1, OPTAX] = [conventions.indexOf('torch-1'), conventions.indexOf('optax')];

export default {
  id: 'nadam',
  title: 'NAdam',
  description:
    'Adam with Nesterov’s look ahead: the newest gradient counts at once, and the momentum the next step will have replaces the one this step has.',
  source:
    'Dozat 2016. As torch.optim.NAdam: the momentum warms up by a decay ψ; weight decay as an L2 penalty unless decoupled. PyTorch 1 counted μ of the current step twice in the second product, PyTorch 2 no longer does; optax has no warm-up.',
  year: 2016,
  equations: [
    'g \\gets \\nabla L(\\theta) + \\lambda\\,\\theta \\qquad (\\text{decoupled: } \\theta \\gets (1 - \\gamma\\lambda)\\,\\theta)',
    '\\mu_t = \\beta_1\\left(1 - \\tfrac12\\, 0.96^{t\\psi}\\right) \\qquad (\\text{convention optax: } \\mu_t = \\beta_1)',
    'm \\gets \\beta_1 m + (1-\\beta_1)\\, g',
    'v \\gets \\beta_2 v + (1-\\beta_2)\\, g^2',
    '\\Delta \\gets \\frac{(1-\\mu_t)\\, g}{1 - \\prod_{i \\le t} \\mu_i} + \\frac{\\mu_{t+1}\\, m}{1 - \\kappa_t \\prod_{i \\le t+1} \\mu_i}, \\qquad \\kappa_t = 1 \\ (\\text{torch-1: } \\mu_t)',
    '\\hat v = \\frac{v}{1-\\beta_2^t}',
    '\\theta \\gets \\theta - \\gamma\\,\\frac{\\Delta}{\\sqrt{\\hat v} + \\epsilon}',
  ],
  hyper: [
    learningRate(2e-3),
    beta1(),
    beta2(),
    epsilon(1e-8),
    {
      name: 'momentumDecay',
      kind: 'number',
      default: 4e-3,
      min: 0,
      slider: { min: 0, max: 1, scale: 'linear' },
      description: 'How fast the momentum warms up from half of β₁; 0 is never.',
      symbol: '\\psi',
    },
    weightDecay,
    decoupled,
    {
      name: 'convention',
      kind: 'choice',
      choices: conventions,
      default: 'torch-1',
      description:
        'Whose bias correction of the momentum: that of PyTorch 1 (1.13 and before), that of PyTorch 2 and of the paper, or that of optax, without warm-up.',
      symbol: '\\text{convention}',
    },
  ],
  state: [
    { name: 'm', description: 'Moving average of gradients.', symbol: 'm' },
    { name: 'v', description: 'Moving average of squared gradients.', symbol: 'v' },
  ],
  scalars: ['shrink', 'penalty', 'bc1', 'gradientStep', 'momentumStep', 'invSqrtBc2'],
  derived: [correctedScale],

  prepare(h, lr, t, previous) {
    const [now, next] = [momentumAt(h, t), momentumAt(h, t + 1)];
    const product = now * (previous === null ? 1 : 1 - previous.bc1);
    const productNext = product * next * (h.convention === TORCH_1 ? now : 1);
    return {
      lr,
      shrink: h.decoupledWeightDecay > 0 ? 1 - lr * h.weightDecay : 1,
      penalty: h.decoupledWeightDecay > 0 ? 0 : h.weightDecay,
      bc1: 1 - product,
      gradientStep: lr * (1 - now),
      momentumStep: (lr * next) / (1 - productNext),
      invSqrtBc2: 1 / Math.sqrt(1 - h.beta2 ** t),
    };
  },

  step({ theta, g, m, v }, h, s, n) {
    for (let i = 0; i < n; i++) {
      const d = g[i] + s.penalty * theta[i];
      m[i] = h.beta1 * m[i] + (1 - h.beta1) * d;
      v[i] = h.beta2 * v[i] + (1 - h.beta2) * d * d;
      const delta = (s.gradientStep * d) / s.bc1 + s.momentumStep * m[i];
      theta[i] = s.shrink * theta[i] - delta / (Math.sqrt(v[i]) * s.invSqrtBc2 + h.eps);
    }
  },
} satisfies Optimizer;

function momentumAt(h: Numbers, t: number): number {
  return h.convention === OPTAX ? h.beta1 : h.beta1 * (1 - 0.5 * WARMUP_BASE ** (t * h.momentumDecay));
}
