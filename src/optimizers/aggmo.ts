import { learningRate, momentum, weightDecay } from './hyper.ts';
import type { HyperSpec, Optimizer } from './optimizer.ts';

const friction = (name: string, value: number, symbol: string, which: string): HyperSpec => ({
  ...momentum(value),
  name,
  description: `Fraction of the ${which} velocity that is kept; 0 is no momentum, 1 no friction.`,
  symbol,
});

export default {
  id: 'aggmo',
  title: 'Aggregated momentum',
  description:
    'Three heavy balls of different friction, stepping by the mean of their velocities: the slow one carries far along a valley, the quick ones damp the oscillations across it.',
  source: 'Lucas, Sun, Zemel and Grosse 2019, with their three momenta 0, 0.9 and 0.99.',
  year: 2019,
  equations: [
    'g \\gets \\nabla L(\\theta) + \\lambda\\,\\theta',
    'b_i \\gets \\beta_i\\, b_i + g \\qquad (b_1, b_2, b_3 \\text{ with } \\beta_1, \\beta_2, \\beta_3)',
    '\\theta \\gets \\theta - \\frac{\\gamma}{3}\\,(b_1 + b_2 + b_3)',
  ],
  hyper: [
    learningRate(1e-3),
    friction('beta1', 0, '\\beta_1', 'first'),
    friction('beta2', 0.9, '\\beta_2', 'second'),
    friction('beta3', 0.99, '\\beta_3', 'third'),
    weightDecay,
  ],
  state: [
    { name: 'b1', description: 'Velocity that forgets first.', symbol: 'b_1' },
    { name: 'b2', description: 'Velocity between the two.', symbol: 'b_2' },
    { name: 'b3', description: 'Velocity that remembers longest.', symbol: 'b_3' },
  ],
  scalars: ['share'],

  prepare: (_h, lr) => ({ lr, share: lr / 3 }),

  step({ theta, g, b1, b2, b3 }, h, s, n) {
    for (let i = 0; i < n; i++) {
      const d = g[i] + h.weightDecay * theta[i];
      b1[i] = h.beta1 * b1[i] + d;
      b2[i] = h.beta2 * b2[i] + d;
      b3[i] = h.beta3 * b3[i] + d;
      // Shared out before they are summed: three velocities may not fit into float32 together.
      theta[i] -= s.share * b1[i] + s.share * b2[i] + s.share * b3[i];
    }
  },
} satisfies Optimizer;
