import { stepCount } from './params.ts';
import type { Schedule } from './schedule.ts';

export default {
  id: 'polynomial',
  title: 'Polynomial',
  description: 'Falls to zero as a power of the steps that are left: at once or late, as the power says.',
  source: 'torch.optim.lr_scheduler.PolynomialLR.',
  equation: '\\left(1 - \\frac{\\min(t, n)}{n}\\right)^p',
  params: [
    stepCount('total', 500, 1, 'n', 'Step at which the learning rate is zero.'),
    {
      name: 'power',
      kind: 'number',
      default: 2,
      min: 0,
      max: 10,
      slider: { min: 0, max: 5, scale: 'linear' },
      description: '1 is a straight line; more falls sooner, less later.',
      symbol: 'p',
    },
  ],
  factor: ({ total, power }, step) => (1 - Math.min(1, step / total)) ** power,
  handles: ({ total }) => [
    { title: 'Half-way', step: total / 2, height: 'power' },
    { title: 'End', step: total, along: 'total' },
  ],
} satisfies Schedule;
