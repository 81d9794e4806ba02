import { growth } from './params.ts';
import type { Schedule } from './schedule.ts';

export default {
  id: 'exponential',
  title: 'Exponential',
  description: 'The learning rate is multiplied by the same factor at every step.',
  source: 'torch.optim.lr_scheduler.ExponentialLR.',
  equation: '\\gamma^{t}',
  params: [growth(0.99, 'Factor per step.')],
  factor: ({ gamma }, step) => gamma ** step,
  handles: (_, steps) => [{ title: 'End of the run', step: Math.max(1, steps), height: 'gamma' }],
} satisfies Schedule;
