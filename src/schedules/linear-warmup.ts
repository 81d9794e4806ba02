import { stepCount } from './params.ts';
import type { Schedule } from './schedule.ts';

export default {
  id: 'linear-warmup',
  title: 'Linear warm-up',
  description: 'The learning rate grows in equal steps to its full value and stays there.',
  source: 'Goyal et al. 2017.',
  equation: '\\min\\left(1, \\frac{t+1}{w}\\right)',
  params: [stepCount('warmup', 50, 1, 'w', 'Number of steps until the full learning rate.')],
  factor: ({ warmup }, step) => Math.min(1, (step + 1) / warmup),
  handles: ({ warmup }) => [{ title: 'End of the warm-up', step: warmup - 1, along: 'warmup' }],
} satisfies Schedule;
