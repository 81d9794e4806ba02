import { beta1, beta2, decoupledDecay, epsilon, learningRate } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

export default {
  id: 'prodigy',
  title: 'Prodigy',
  description:
    'Adam that finds its own learning rate: how well the gradients so far point back to the start is a lower bound d of the distance to the minimum, and the rate grows with it. There is no learning rate to tune.',
  source:
    'Mishchenko and Defazio 2023. As their package prodigyopt: β₃ = √β₂, decoupled weight decay, no bias correction unless asked for, no limit to the growth of d.',
  year: 2023,
  equations: [
    'g \\gets \\nabla L(\\theta), \\quad \\eta = d\\,\\gamma \\qquad (d_1 = d_0; \\ \\text{corrected: } \\eta = d\\,\\gamma\\, \\tfrac{\\sqrt{1-\\beta_2^t}}{1-\\beta_1^t})',
    'm \\gets \\beta_1 m + (1-\\beta_1)\\, d\\, g',
    'v \\gets \\beta_2 v + (1-\\beta_2)\\, (d\\, g)^2',
    's \\gets \\sqrt{\\beta_2}\\, s + \\tfrac{d}{d_0}\\, \\eta\\, g \\qquad (\\text{safeguard: } \\tfrac{d}{d_0}\\, d\\, g)',
    'r \\gets \\sqrt{\\beta_2}\\, r + \\tfrac{d}{d_0}\\, \\eta\\, \\langle g,\\, \\theta_0 - \\theta \\rangle',
    'd \\gets \\max\\left(d,\\; c\\, \\frac{r}{\\lVert s \\rVert_1}\\right)',
    '\\theta \\gets (1 - \\eta\\lambda)\\,\\theta - \\eta\\, \\frac{m}{\\sqrt{v} + d\\,\\epsilon}',
  ],
  hyper: [
    { ...learningRate(1), description: 'Multiplies the rate that is found; the theory is for 1.' },
    beta1(),
    beta2(),
    { ...epsilon(1e-8), description: 'Times d added to the denominator, so that it is never zero.' },
    {
      name: 'd0',
      kind: 'number',
      default: 1e-6,
      min: 0,
      exclusiveMin: true,
      slider: { min: 1e-8, max: 1, scale: 'log' },
      description: 'First guess of the distance to the minimum, and its least value.',
      symbol: 'd_0',
    },
    {
      name: 'dCoef',
      kind: 'number',
      default: 1,
      min: 0,
      slider: { min: 0, max: 10, scale: 'linear' },
      description: 'Multiplies the estimate of the distance; 0 is never to change the first guess.',
      symbol: 'c',
    },
    {
      ...decoupledDecay(0),
      description: 'The position shrinks by this fraction, times the rate that is found, each step.',
    },
    {
      name: 'useBiasCorrection',
      kind: 'boolean',
      default: false,
      description: 'The rate is corrected for averages that start at zero, as Adam’s.',
      symbol: '\\text{corrected}',
    },
    {
      name: 'safeguardWarmup',
      kind: 'boolean',
      default: false,
      description: 'Leaves the learning rate out of the denominator of the estimate, for use with a warm-up.',
      symbol: '\\text{safeguard}',
    },
  ],
  state: [
    { name: 'start', initial: 'start', description: 'Where it started from.', symbol: '\\theta_0' },
    { name: 'm', description: 'Moving average of gradients, times d.', symbol: 'm' },
    { name: 'v', description: 'Moving average of squared gradients, times d².', symbol: 'v' },
    { name: 'sum', description: 'Decaying sum of weighted gradients.', symbol: 's' },
    { name: 'progress', description: 'Decaying sum of how gradients point back to the start.', symbol: 'r' },
    { name: 'd', description: 'Estimated distance to the minimum.', symbol: 'd' },
  ],
  scalars: ['lr', 'stepSize', 'beta3'],
  couples: true,

  prepare: (h, lr, t) => ({
    lr,
    stepSize: h.useBiasCorrection > 0 ? (lr * Math.sqrt(1 - h.beta2 ** t)) / (1 - h.beta1 ** t) : lr,
    beta3: Math.sqrt(h.beta2),
  }),

  step({ theta, g, start, m, v, sum, progress, d }, h, s, n) {
    // Their code skips a step without a rate altogether.
    if (s.lr === 0) return;
    for (let i = 0; i < n; i += 2) {
      const distance = Math.max(d[i], h.d0);
      const rate = distance * s.stepSize;
      const weight = (distance / h.d0) * rate;
      const sumWeight = h.safeguardWarmup > 0 ? (distance / h.d0) * distance : weight;
      const back = g[i] * (start[i] - theta[i]) + g[i + 1] * (start[i + 1] - theta[i + 1]);
      const gained = s.beta3 * progress[i] + weight * back;
      for (let k = i; k < i + 2; k++) {
        const scaled = distance * g[k];
        m[k] = h.beta1 * m[k] + (1 - h.beta1) * scaled;
        v[k] = h.beta2 * v[k] + (1 - h.beta2) * scaled * scaled;
        sum[k] = s.beta3 * sum[k] + sumWeight * g[k];
      }
      const total = Math.abs(sum[i]) + Math.abs(sum[i + 1]);
      const found = Math.max(distance, total > 0 ? (h.dCoef * gained) / total : 0);
      for (let k = i; k < i + 2; k++) {
        progress[k] = gained;
        d[k] = found;
        theta[k] -= rate * (m[k] / (Math.sqrt(v[k]) + found * h.eps) + h.weightDecay * theta[k]);
      }
    }
  },
} satisfies Optimizer;
