import { correctedMean } from './derived/bias-corrected.ts';
import { beta1, beta2, convention, epsilon, learningRate, weightDecay } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

const conventions = ['torch', 'optax'] as const;
const OPTAX = conventions.indexOf('optax');

export default {
  id: 'amsgrad',
  title: 'AMSGrad',
  description:
    'Adam that divides by the largest average of squared gradients so far: a rare steep gradient is never forgotten, which repairs a hole in the proof that Adam converges.',
  source:
    'Reddi, Kale and Kumar 2018. As torch.optim.Adam(amsgrad=True): the maximum is taken before the bias correction. optax takes it after, so that the large corrected averages of the first steps are never forgotten.',
  year: 2018,
  equations: [
    'g \\gets \\nabla L(\\theta) + \\lambda\\,\\theta',
    'm \\gets \\beta_1 m + (1-\\beta_1)\\, g',
    'v \\gets \\beta_2 v + (1-\\beta_2)\\, g^2',
    'v_{\\max} \\gets \\max(v_{\\max}, v) \\qquad \\left(\\text{convention optax: } \\max\\left(v_{\\max}, \\tfrac{v}{1-\\beta_2^t}\\right)\\right)',
    '\\hat m = \\frac{m}{1-\\beta_1^t}, \\quad \\hat v = \\frac{v_{\\max}}{1-\\beta_2^t} \\qquad (\\text{optax: } \\hat v = v_{\\max})',
    '\\theta \\gets \\theta - \\gamma\\,\\frac{\\hat m}{\\sqrt{\\hat v} + \\epsilon}',
  ],
  hyper: [
    learningRate(1e-3),
    beta1(),
    beta2(),
    epsilon(1e-8),
    weightDecay,
    convention(
      conventions,
      'What the maximum is taken of: the average itself, as in PyTorch, or the average after its bias correction, as in optax.',
    ),
  ],
  state: [
    { name: 'm', description: 'Moving average of gradients.', symbol: 'm' },
    { name: 'v', description: 'Moving average of squared gradients.', symbol: 'v' },
    { name: 'vMax', description: 'Largest of those averages so far.', symbol: 'v_{\\max}' },
  ],
  scalars: ['stepSize', 'bc2Before', 'invSqrtBc2After'],
  derived: [
    correctedMean,
    {
      symbol: '\\hat v',
      description: 'The largest average, corrected for the start at zero.',
      corrects: 'vMax',
      // optax takes the maximum of what is corrected already.
      value: (at, h, t) => (h.convention === OPTAX ? at.vMax! : at.vMax! / (1 - h.beta2 ** t)),
    },
  ],

  prepare(h, lr, t) {
    const bc2 = 1 - h.beta2 ** t;
    return {
      lr,
      stepSize: lr / (1 - h.beta1 ** t),
      bc2Before: h.convention === OPTAX ? bc2 : 1,
      invSqrtBc2After: h.convention === OPTAX ? 1 : 1 / Math.sqrt(bc2),
    };
  },

  step({ theta, g, m, v, vMax }, h, s, n) {
    for (let i = 0; i < n; i++) {
      const d = g[i] + h.weightDecay * theta[i];
      m[i] = h.beta1 * m[i] + (1 - h.beta1) * d;
      v[i] = h.beta2 * v[i] + (1 - h.beta2) * d * d;
      vMax[i] = Math.max(vMax[i], v[i] / s.bc2Before);
      theta[i] -= (s.stepSize * m[i]) / (Math.sqrt(vMax[i]) * s.invSqrtBc2After + h.eps);
    }
  },
} satisfies Optimizer;
