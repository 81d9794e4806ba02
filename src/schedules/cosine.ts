import { cosineDecay, finalFraction, stepCount } from './params.ts';
import type { Schedule } from './schedule.ts';

export default {
  id: 'cosine',
  title: 'Cosine',
  description: 'Half a cosine down to a final fraction, which holds from then on.',
  source:
    'Loshchilov and Hutter 2017, without restarts; torch.optim.lr_scheduler.CosineAnnealingLR up to `total`.',
  equation: 'f + \\tfrac{1-f}{2}\\left(1 + \\cos\\frac{\\pi\\,\\min(t, T)}{T}\\right)',
  params: [stepCount('total', 500, 1, 'T', 'Step at which the final fraction is reached.'), finalFraction],
  factor: ({ total, final }, step) => cosineDecay(step / total, final),
  handles: ({ total }) => [{ title: 'End', step: total, along: 'total', height: 'final' }],
} satisfies Schedule;
