import { growth, stepCount } from './params.ts';
import type { Schedule } from './schedule.ts';

export default {
  id: 'multi-step',
  title: 'Steps down at milestones',
  description:
    'The learning rate is multiplied by a factor at each of three steps, in whatever order they are given.',
  source: 'torch.optim.lr_scheduler.MultiStepLR, with three milestones.',
  equation: '\\gamma^{[t \\ge n_1] + [t \\ge n_2] + [t \\ge n_3]}',
  params: [
    stepCount('first', 150, 0, 'n_1', 'First milestone.'),
    stepCount('second', 300, 0, 'n_2', 'Second milestone.'),
    stepCount('third', 400, 0, 'n_3', 'Third milestone.'),
    growth(0.1, 'Factor of each drop.'),
  ],
  factor: ({ first, second, third, gamma }, step) =>
    gamma ** [first, second, third].filter((milestone) => step >= milestone).length,
  handles: ({ first, second, third }) => [
    { title: 'First milestone', step: first, along: 'first', height: 'gamma' },
    { title: 'Second milestone', step: second, along: 'second', height: 'gamma' },
    { title: 'Third milestone', step: third, along: 'third', height: 'gamma' },
  ],
} satisfies Schedule;
