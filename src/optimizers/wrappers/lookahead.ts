import { fraction, MAX_STEPS } from '../hyper.ts';
import type { Wrapper } from '../optimizer.ts';

export default {
  id: 'lookahead',
  title: 'Lookahead',
  description:
    'Every k steps the slow weights take one step towards where the fast ones have got to, and the fast ones go on from there.',
  source:
    'Zhang, Lucas, Hinton and Ba 2019, algorithm 1. The state of the inner optimizer is kept, as in their code.',
  equations: [
    '\\phi_0 = \\theta_0',
    't \\bmod k_\\phi = 0:\\quad \\phi \\gets \\phi + \\alpha_\\phi\\,(\\theta - \\phi)',
    't \\bmod k_\\phi = 0:\\quad \\theta \\gets \\phi',
  ],
  hyper: [
    {
      name: 'lookahead',
      kind: 'number',
      default: 0,
      min: 0,
      max: MAX_STEPS,
      integer: true,
      slider: { min: 0, max: 20, scale: 'linear' },
      description:
        'Lookahead: the slow weights follow every so many steps; 0 is no lookahead. The paper has 5.',
      symbol: 'k_\\phi',
    },
    {
      ...fraction(
        'lookaheadAlpha',
        0.5,
        '\\alpha_\\phi',
        'How far the slow weights go towards the fast ones.',
      ),
      exclusiveMin: true, // at 0 nothing would ever leave the start
      slider: { min: 0.01, max: 1, scale: 'linear' },
      onlyWith: 'lookahead',
    },
  ],
  state: [{ name: 'slow', initial: 'start', description: 'Slow weights of lookahead.', symbol: '\\phi' }],
  scalars: ['follows'],

  prepare: (h, _lr, t) => ({ follows: t % h.lookahead! === 0 ? h.lookaheadAlpha : 0 }),

  nextAt: (h, t) => Math.ceil(t / h.lookahead!) * h.lookahead!,

  finish({ theta, slow }, _before, _h, s, n) {
    if (s.follows === 0) return;
    for (let i = 0; i < n; i++) {
      slow[i] += s.follows * (theta[i] - slow[i]);
      theta[i] = slow[i];
    }
  },
} satisfies Wrapper;
