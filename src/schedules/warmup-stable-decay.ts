import { finalFraction, stepCount } from './params.ts';
import type { Schedule } from './schedule.ts';

export default {
  id: 'warmup-stable-decay',
  title: 'Warm-up, stable, decay',
  description:
    'Three straight lines: up from zero, level for as long as wanted, and down to a final fraction. The level part can be prolonged without starting over.',
  source: 'Hu et al. 2024 (MiniCPM), with a linear decay, the warm-up from zero as optax.linear_schedule.',
  equation:
    '\\begin{cases} \\frac{t}{w} & t < w \\\\ 1 & t < w + s \\\\ 1 - (1-f)\\,\\min\\left(1, \\frac{t - w - s}{d}\\right) & \\text{then} \\end{cases}',
  params: [
    stepCount('warmup', 50, 0, 'w', 'Number of steps until the full learning rate.'),
    stepCount('stable', 300, 0, 's', 'Number of steps at the full learning rate.'),
    stepCount('decay', 150, 1, 'd', 'Number of steps down to the final fraction.'),
    finalFraction,
  ],
  factor({ warmup, stable, decay, final }, step) {
    if (step < warmup) return step / warmup;
    return 1 - (1 - final) * Math.min(1, Math.max(0, step - warmup - stable) / decay);
  },
  handles: ({ warmup, stable, decay }) => [
    { title: 'End of the warm-up', step: warmup, along: 'warmup' },
    { title: 'Start of the decay', step: warmup + stable, along: 'stable' },
    { title: 'End of the decay', step: warmup + stable + decay, along: 'decay', height: 'final' },
  ],
} satisfies Schedule;
