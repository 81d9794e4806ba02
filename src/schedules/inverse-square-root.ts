import { stepCount } from './params.ts';
import type { Schedule } from './schedule.ts';

export default {
  id: 'inverse-square-root',
  title: 'Inverse square root',
  description:
    'Grows in equal steps to the full learning rate, then falls as one over the root of the steps: ever more slowly, and without an end that has to be known.',
  source:
    'Vaswani et al. 2017 (the “Noam” schedule), scaled so that the learning rate is the peak and not a factor of the model’s width.',
  equation: '\\min\\left(\\frac{t+1}{w},\\; \\sqrt{\\frac{w}{t+1}}\\right)',
  params: [stepCount('warmup', 50, 1, 'w', 'Number of steps until the full learning rate.')],
  factor: ({ warmup }, step) => Math.min((step + 1) / warmup, Math.sqrt(warmup / (step + 1))),
  handles: ({ warmup }) => [{ title: 'Peak', step: warmup - 1, along: 'warmup' }],
} satisfies Schedule;
