import { cosineDecay, finalFraction, stepCount } from './params.ts';
import type { Schedule } from './schedule.ts';

export default {
  id: 'warmup-cosine',
  title: 'Warm-up, then cosine',
  description:
    'Grows in equal steps to the full learning rate, then falls along half a cosine to a final fraction.',
  source: 'Goyal et al. 2017 for the first part, Loshchilov and Hutter 2017 for the second.',
  equation:
    '\\begin{cases} \\frac{t+1}{w} & t < w \\\\ f + \\tfrac{1-f}{2}\\left(1 + \\cos\\frac{\\pi\\,\\min(t-w,\\,T-w)}{T-w}\\right) & t \\ge w \\end{cases}',
  params: [
    stepCount('warmup', 50, 0, 'w', 'Number of steps until the full learning rate.'),
    stepCount('total', 500, 1, 'T', 'Step at which the final fraction is reached, counted from the start.'),
    finalFraction,
  ],
  factor({ warmup, total, final }, step) {
    if (step < warmup) return (step + 1) / warmup;
    // With no room for the cosine (total ≤ warmup) the fall is at once.
    return total > warmup ? cosineDecay((step - warmup) / (total - warmup), final) : final;
  },
  handles: ({ warmup, total }) => [
    { title: 'End of the warm-up', step: warmup, along: 'warmup' },
    { title: 'End', step: Math.max(warmup, total), along: 'total', height: 'final' },
  ],
} satisfies Schedule;
