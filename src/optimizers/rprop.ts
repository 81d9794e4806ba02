import { learningRate } from './hyper.ts';
import type { HyperSpec, Optimizer } from './optimizer.ts';

const stepBound = (name: string, value: number, symbol: string, description: string): HyperSpec => ({
  name,
  kind: 'number',
  default: value,
  min: 0,
  slider: { min: 1e-9, max: 1e3, scale: 'log' },
  description,
  symbol,
});

export default {
  id: 'rprop',
  title: 'Rprop',
  description:
    'Looks at the sign of the gradient only. Each coordinate has a step of its own, which grows while the sign stays and shrinks when it turns.',
  source:
    'Riedmiller and Braun 1993. As torch.optim.Rprop: where the sign turns the coordinate rests for a step. The learning rate is the first step’s size; a schedule has no hold on the later ones.',
  year: 1993,
  equations: [
    'g \\gets \\nabla L(\\theta)',
    "\\eta \\gets \\begin{cases} \\eta^+ \\eta & g\\, g' > 0 \\\\ \\eta^- \\eta & g\\, g' < 0 \\\\ \\eta & \\text{otherwise} \\end{cases} \\qquad (\\eta_0 = \\gamma)",
    '\\eta \\gets \\min(\\max(\\eta, \\eta_{\\min}), \\eta_{\\max})',
    "g \\gets 0 \\quad \\text{where } g\\, g' < 0",
    "g' \\gets g",
    '\\theta \\gets \\theta - \\eta\\, \\operatorname{sign} g',
  ],
  hyper: [
    { ...learningRate(1e-2), description: 'Size of the first step.' },
    {
      name: 'etaMinus',
      kind: 'number',
      default: 0.5,
      min: 0,
      max: 1,
      exclusiveMin: true,
      slider: { min: 0.01, max: 1, scale: 'linear' },
      description:
        'What a step is multiplied by where the sign of the gradient turned; at 1 steps never shrink.',
      symbol: '\\eta^-',
    },
    {
      name: 'etaPlus',
      kind: 'number',
      default: 1.2,
      min: 1,
      slider: { min: 1, max: 2, scale: 'linear' },
      description: 'What a step is multiplied by where the sign stayed; at 1 steps never grow.',
      symbol: '\\eta^+',
    },
    stepBound('stepMin', 1e-6, '\\eta_{\\min}', 'Smallest step.'),
    stepBound('stepMax', 50, '\\eta_{\\max}', 'Largest step.'),
  ],
  state: [
    { name: 'previous', description: 'Gradient of the step before; 0 where the sign turned.', symbol: "g'" },
    { name: 'eta', description: 'Size of the step.', symbol: '\\eta' },
  ],
  scalars: ['initial'],

  // The first size enters with the first step, since every slot starts at zero.
  prepare: (_h, lr, t) => ({ lr, initial: t === 1 ? lr : 0 }),

  step({ theta, g, previous, eta }, { etaMinus, etaPlus, stepMin, stepMax }, s, n) {
    for (let i = 0; i < n; i++) {
      // The product of the signs, not the sign of the product, which underflows in float32.
      const agreement = Math.sign(g[i]) * Math.sign(previous[i]);
      const factor = agreement < 0 ? etaMinus : agreement > 0 ? etaPlus : 1;
      eta[i] = Math.min(Math.max(factor * (eta[i] + s.initial), stepMin), stepMax);
      previous[i] = agreement < 0 ? 0 : g[i];
      theta[i] -= eta[i] * Math.sign(previous[i]);
    }
  },
} satisfies Optimizer;
