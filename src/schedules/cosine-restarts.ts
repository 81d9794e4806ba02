import { cosineDecay, finalFraction, stepCount } from './params.ts';
import type { Schedule } from './schedule.ts';

export default {
  id: 'cosine-restarts',
  title: 'Cosine with warm restarts',
  description:
    'Half a cosine down, then back to the full learning rate at once, and again, each time for longer: to leave a narrow minimum for a wider one.',
  source: 'Loshchilov and Hutter 2017; torch.optim.lr_scheduler.CosineAnnealingWarmRestarts.',
  equation:
    'f + \\tfrac{1-f}{2}\\left(1 + \\cos\\frac{\\pi\\,(t - t_i)}{T\\,k^i}\\right), \\quad t_i = T\\,(1 + k + \\dots + k^{i-1}) \\le t < t_{i+1}',
  params: [
    stepCount('period', 100, 1, 'T', 'Length of the first cycle.'),
    {
      name: 'growth',
      kind: 'number',
      default: 2,
      min: 1,
      max: 100,
      integer: true,
      slider: { min: 1, max: 4, scale: 'linear' },
      description: 'How many times as long as a cycle the next one is.',
      symbol: 'k',
    },
    { ...finalFraction, description: 'Each cycle ends at this fraction of the learning rate.' },
  ],
  factor({ period, growth, final }, step) {
    if (growth === 1) return cosineDecay((step % period) / period, final);
    // The last cycle that has begun: the sum of i of them is period · (growthⁱ − 1) / (growth − 1).
    let [start, length] = [0, period];
    while (step >= start + length) {
      start += length;
      length *= growth;
    }
    return cosineDecay((step - start) / length, final);
  },
  handles: ({ period, growth }) => [
    // The end of a cycle is the beginning of the next: its lowest point is the step before.
    { title: 'End of the first cycle', step: period - 1, along: 'period', height: 'final' },
    { title: 'Second restart', step: period * (1 + growth), along: 'growth' },
  ],
} satisfies Schedule;
