import { growth, stepCount } from './params.ts';
import type { Schedule } from './schedule.ts';

export default {
  id: 'step',
  title: 'Steps down',
  description: 'The learning rate is multiplied by a factor every so many steps.',
  source: 'torch.optim.lr_scheduler.StepLR.',
  equation: '\\gamma^{\\lfloor t / n \\rfloor}',
  params: [
    stepCount('every', 100, 1, 'n', 'Number of steps between two drops.'),
    growth(0.1, 'Factor of each drop.'),
  ],
  factor: ({ every, gamma }, step) => gamma ** Math.floor(step / every),
  handles: ({ every }) => [{ title: 'First drop', step: every, along: 'every', height: 'gamma' }],
} satisfies Schedule;
