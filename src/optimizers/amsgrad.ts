import { beta1, beta2, epsilon, learningRate, weightDecay } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

export default {
  id: 'amsgrad',
  title: 'AMSGrad',
  description:
    'Adam that divides by the largest average of squared gradients so far: a rare steep gradient is never forgotten, which repairs a hole in the proof that Adam converges.',
  source:
    'Reddi, Kale and Kumar 2018. As torch.optim.Adam(amsgrad=True): the maximum is taken before the bias correction (optax takes it after).',
  year: 2018,
  equations: [
    'g \\gets \\nabla L(\\theta) + \\lambda\\,\\theta',
    'm \\gets \\beta_1 m + (1-\\beta_1)\\, g',
    'v \\gets \\beta_2 v + (1-\\beta_2)\\, g^2',
    'v_{\\max} \\gets \\max(v_{\\max}, v)',
    '\\theta \\gets \\theta - \\frac{\\gamma}{1-\\beta_1^t}\\,\\frac{m}{\\sqrt{v_{\\max}} / \\sqrt{1-\\beta_2^t} + \\epsilon}',
  ],
  hyper: [learningRate(1e-3), beta1(), beta2(), epsilon(1e-8), weightDecay],
  state: [
    { name: 'm', description: 'Moving average of gradients.', symbol: 'm' },
    { name: 'v', description: 'Moving average of squared gradients.', symbol: 'v' },
    { name: 'vMax', description: 'Largest of those averages so far.', symbol: 'v_{\\max}' },
  ],
  scalars: ['lr', 'stepSize', 'sqrtBc2'],

  prepare: (h, lr, t) => ({
    lr,
    stepSize: lr / (1 - h.beta1 ** t),
    sqrtBc2: Math.sqrt(1 - h.beta2 ** t),
  }),

  step({ theta, g, m, v, vMax }, h, s, n) {
    for (let i = 0; i < n; i++) {
      const d = g[i] + h.weightDecay * theta[i];
      m[i] = h.beta1 * m[i] + (1 - h.beta1) * d;
      v[i] = h.beta2 * v[i] + (1 - h.beta2) * d * d;
      vMax[i] = Math.max(vMax[i], v[i]);
      theta[i] -= (s.stepSize * m[i]) / (Math.sqrt(vMax[i]) / s.sqrtBc2 + h.eps);
    }
  },
} satisfies Optimizer;
