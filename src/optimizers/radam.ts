import { correctedMean } from './derived/bias-corrected.ts';
import { beta1, beta2, decoupled, epsilon, learningRate, weightDecay } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

/** The variance of the adaptive rate is known to be finite only above a length of 4; the paper's code and torch ask for 5. */
const RECTIFIABLE_LENGTH = 5;

export default {
  id: 'radam',
  title: 'RAdam',
  description:
    'Adam that trusts its divisor only as far as it has data for it: momentum alone in the first steps, then a rectified rate that grows to Adam’s. A warm-up that needs no tuning.',
  source:
    'Liu et al. 2020. As torch.optim.RAdam: epsilon before the bias correction of the root; weight decay as an L2 penalty unless decoupled.',
  year: 2020,
  equations: [
    'g \\gets \\nabla L(\\theta) + \\lambda\\,\\theta \\qquad (\\text{decoupled: } \\theta \\gets (1 - \\gamma\\lambda)\\,\\theta)',
    'm \\gets \\beta_1 m + (1-\\beta_1)\\, g, \\quad \\hat m = \\frac{m}{1-\\beta_1^t}',
    'v \\gets \\beta_2 v + (1-\\beta_2)\\, g^2',
    '\\rho_\\infty = \\frac{2}{1-\\beta_2} - 1, \\quad \\rho_t = \\rho_\\infty - \\frac{2 t \\beta_2^t}{1-\\beta_2^t}, \\quad r_t = \\sqrt{\\frac{(\\rho_t-4)(\\rho_t-2)\\,\\rho_\\infty}{(\\rho_\\infty-4)(\\rho_\\infty-2)\\,\\rho_t}}',
    '\\theta \\gets \\theta - \\gamma\\, \\hat m \\begin{cases} r_t\\, \\frac{\\sqrt{1-\\beta_2^t}}{\\sqrt{v} + \\epsilon} & \\rho_t > 5 \\\\ 1 & \\text{otherwise} \\end{cases}',
  ],
  hyper: [learningRate(1e-3), beta1(), beta2(), epsilon(1e-8), weightDecay, decoupled],
  state: [
    { name: 'm', description: 'Moving average of gradients.', symbol: 'm' },
    { name: 'v', description: 'Moving average of squared gradients.', symbol: 'v' },
  ],
  scalars: ['shrink', 'penalty', 'stepSize', 'isAdaptive'],
  derived: [correctedMean],

  prepare(h, lr, t) {
    const rectification = rectificationAt(h.beta2, t);
    return {
      lr,
      shrink: h.decoupledWeightDecay > 0 ? 1 - lr * h.weightDecay : 1,
      penalty: h.decoupledWeightDecay > 0 ? 0 : h.weightDecay,
      stepSize: (lr / (1 - h.beta1 ** t)) * (rectification ?? 1),
      isAdaptive: rectification === null ? 0 : 1,
    };
  },

  step({ theta, g, m, v }, h, s, n) {
    for (let i = 0; i < n; i++) {
      const d = g[i] + s.penalty * theta[i];
      m[i] = h.beta1 * m[i] + (1 - h.beta1) * d;
      v[i] = h.beta2 * v[i] + (1 - h.beta2) * d * d;
      const root = Math.sqrt(v[i]) + h.eps;
      const denominator = s.isAdaptive > 0 ? root : 1;
      theta[i] = s.shrink * theta[i] - (s.stepSize * m[i]) / denominator;
    }
  },
} satisfies Optimizer;

/** r_t √(1 − β₂ᵗ), or null while the average is too short to be rectified. */
function rectificationAt(beta2: number, t: number): number | null {
  const bc2 = 1 - beta2 ** t;
  const limit = 2 / (1 - beta2) - 1;
  const length = limit - (2 * t * beta2 ** t) / bc2;
  if (length <= RECTIFIABLE_LENGTH) return null;
  const squared = ((length - 4) * (length - 2) * limit) / ((limit - 4) * (limit - 2) * length);
  return Math.sqrt(squared * bc2);
}
