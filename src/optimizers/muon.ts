import { hypot } from '../core/hypot.ts';
import { decayRate, decoupledDecay, epsilon, learningRate } from './hyper.ts';
import type { Optimizer } from './optimizer.ts';

/** The polynomial a σ + b σ³ + c σ⁵ brings what is between 0 and 1 near to 1 in five rounds (Jordan 2024; torch.optim.Muon). */
const [A, B, C] = [3.4445, -4.775, 2.0315];
const ROUNDS = 5;

export default {
  id: 'muon',
  title: 'Muon',
  description:
    'Momentum made orthogonal: a polynomial brings all singular values of a weight matrix’s momentum near to one. That means something for matrices only. Two parameters are a vector with one singular value, its length, so this is normalised momentum: every step is 0.696 times the learning rate long.',
  source:
    'Jordan et al. 2024. As torch.optim.Muon for a matrix of one row, in full precision: Nesterov’s momentum of an average, decoupled weight decay.',
  year: 2024,
  equations: [
    'g \\gets \\nabla L(\\theta)',
    'm \\gets \\mu\\, m + (1-\\mu)\\, g',
    'u \\gets g + \\mu\\,(m - g) \\qquad (\\text{no nesterov: } u \\gets m)',
    '\\sigma \\gets \\frac{\\lVert u \\rVert}{\\max(\\lVert u \\rVert, \\epsilon)}, \\quad \\text{five times } \\sigma \\gets 3.4445\\,\\sigma - 4.775\\,\\sigma^3 + 2.0315\\,\\sigma^5',
    '\\theta \\gets (1 - \\gamma\\lambda)\\,\\theta - \\gamma\\,\\sigma\\, \\frac{u}{\\lVert u \\rVert}',
  ],
  hyper: [
    learningRate(1e-3),
    decayRate('momentum', 0.95, '\\mu', 'Decay rate of the average of gradients.'),
    {
      name: 'nesterov',
      kind: 'boolean',
      default: true,
      description: 'The newest gradient counts at once.',
      symbol: '\\text{nesterov}',
    },
    { ...epsilon(1e-7), description: 'Norm below which a step gets shorter.' },
    decoupledDecay(0.1),
  ],
  state: [{ name: 'm', description: 'Moving average of gradients.', symbol: 'm' }],
  scalars: ['lr', 'shrink', 'lead'],
  couples: true,

  prepare: (h, lr) => ({ lr, shrink: 1 - lr * h.weightDecay, lead: h.nesterov > 0 ? h.momentum : 1 }),

  step({ theta, g, m }, h, s, n) {
    const u = [0, 0];
    for (let i = 0; i < n; i += 2) {
      for (let k = i; k < i + 2; k++) {
        m[k] = h.momentum * m[k] + (1 - h.momentum) * g[k];
        u[k - i] = g[k] + s.lead * (m[k] - g[k]);
      }
      const norm = hypot(u[0], u[1]);
      const length = s.lr * newtonSchulz(norm / Math.max(norm, h.eps));
      for (let k = i; k < i + 2; k++) {
        theta[k] = s.shrink * theta[k] - (norm > 0 ? length * (u[k - i] / norm) : 0);
      }
    }
  },
} satisfies Optimizer;

/** What becomes of a singular value, in [0, 1]: the vector changes its length alone. */
function newtonSchulz(length: number): number {
  let sigma = length;
  for (let round = 0; round < ROUNDS; round++) {
    const gram = sigma * sigma;
    sigma *= A + (B + C * gram) * gram;
  }
  return sigma;
}
