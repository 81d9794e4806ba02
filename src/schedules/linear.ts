import { fraction } from '../optimizers/hyper.ts';
import { stepCount } from './params.ts';
import type { Schedule } from './schedule.ts';

export default {
  id: 'linear',
  title: 'Linear',
  description:
    'From one fraction of the learning rate to another in equal steps, which then holds: up as a warm-up, or down.',
  source: 'torch.optim.lr_scheduler.LinearLR.',
  equation: 'a + (b-a)\\,\\frac{\\min(t, n)}{n}',
  params: [
    fraction('start', 1, 'a', 'Fraction of the learning rate in the first step.'),
    fraction('end', 0, 'b', 'Fraction of the learning rate at the end.'),
    stepCount('total', 500, 1, 'n', 'Step at which the end is reached.'),
  ],
  factor: ({ start, end, total }, step) => start + (end - start) * Math.min(1, step / total),
  handles: ({ total }) => [
    { title: 'Start', step: 0, height: 'start' },
    { title: 'End', step: total, along: 'total', height: 'end' },
  ],
} satisfies Schedule;
