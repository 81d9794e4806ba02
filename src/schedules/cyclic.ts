import { fraction } from '../optimizers/hyper.ts';
import { stepCount } from './params.ts';
import type { Schedule } from './schedule.ts';

const modes = ['triangular', 'triangular2', 'exp-range'] as const;

export default {
  id: 'cyclic',
  title: 'Cyclic',
  description:
    'Up and down between a fraction of the learning rate and all of it, over and over; the peaks stay as high, halve with each cycle, or decay with each step.',
  source:
    'Smith 2017; torch.optim.lr_scheduler.CyclicLR, whose max_lr is the learning rate here. Its cycling of the momentum is left out.',
  equation:
    'a + (1-a)\\,s\\,\\max\\left(0, 1 - \\left|\\tfrac{t}{n} - 2c + 1\\right|\\right), \\quad c = \\left\\lfloor 1 + \\tfrac{t}{2n} \\right\\rfloor, \\quad s = 1,\\; 2^{1-c} \\text{ or } \\gamma^t \\text{ by mode}',
  params: [
    fraction('base', 0.1, 'a', 'Fraction of the learning rate between the peaks.'),
    stepCount('up', 100, 1, 'n', 'Steps from a valley to a peak, and as many down again.'),
    {
      name: 'mode',
      kind: 'choice',
      choices: modes,
      default: 'triangular',
      description:
        'Peaks stay as high (triangular), halve with each cycle (triangular2), or decay with each step (exp-range).',
      symbol: '\\text{mode}',
    },
    {
      name: 'gamma',
      kind: 'number',
      default: 0.999,
      min: 0,
      max: 1,
      slider: { min: 0.9, max: 1, scale: 'linear' },
      description: 'Factor per step on the height of the peaks, in mode exp-range.',
      symbol: '\\gamma',
    },
  ],
  factor({ base, up, mode, gamma }, step) {
    const cycle = Math.floor(1 + step / (2 * up));
    const height = Math.max(0, 1 - Math.abs(step / up - 2 * cycle + 1));
    const scale = [1, 2 ** (1 - cycle), gamma ** step][mode]!;
    return base + (1 - base) * scale * height;
  },
  handles: ({ up, mode }) => [
    { title: 'Valley', step: 0, height: 'base' },
    {
      title: 'First peak',
      step: up,
      along: 'up',
      height: modes[mode!] === 'exp-range' ? 'gamma' : undefined,
    },
  ],
} satisfies Schedule;
