import { fraction, MAX_STEPS } from '../hyper.ts';
import type { HyperSpec, Wrapper } from '../optimizer.ts';

const stepCount = (name: string, value: number, symbol: string, description: string): HyperSpec => ({
  name,
  kind: 'number',
  default: value,
  min: 0,
  max: MAX_STEPS,
  integer: true,
  slider: { min: 0, max: 100, scale: 'linear' },
  description,
  symbol,
});

/**
 * Multiplies what is left of each trajectory's learning rate when its loss stops falling. The learning rate belongs to
 * the team, so the whole displacement of the step is scaled: the same for every optimizer whose step is proportional to
 * its learning rate, weight decay included, as those of torch's SGD and Adam are.
 *
 * The loss of a step is that before it; what follows from it holds from the next step on. torch's best loss begins at
 * infinity: here the first loss is the best by definition. Its `eps`, below which a smaller rate is not taken, is left
 * out, since it is one in learning rates.
 */
export default {
  id: 'reduce-on-plateau',
  title: 'Reduce on plateau',
  description:
    'Scales the steps of a trajectory down whenever its loss has not fallen for a while, each trajectory by itself.',
  source: 'torch.optim.lr_scheduler.ReduceLROnPlateau in mode min, stepped with the loss of every step.',
  equations: [
    '\\theta_t \\gets \\theta_{t-1} + r\\,(\\theta_t - \\theta_{t-1})',
    '\\text{better} = L(\\theta_{t-1}) < \\begin{cases} \\ell\\,(1 - \\tau) & \\text{relative} \\\\ \\ell - \\tau & \\text{else} \\end{cases}',
    '\\text{better}:\\quad \\ell \\gets L(\\theta_{t-1})',
    'n \\gets \\begin{cases} 0 & n \\ge 0 \\text{ and better} \\\\ n + 1 & \\text{else} \\end{cases}',
    'n > p:\\quad r \\gets \\max(q\\,r,\\; r_{\\min}), \\quad n \\gets -c',
  ],
  hyper: [
    fraction('factor', 0.1, 'q', 'What a plateau multiplies the learning rate by.'),
    stepCount('patience', 10, 'p', 'Steps without progress that are put up with in a row.'),
    {
      name: 'threshold',
      kind: 'number',
      default: 1e-4,
      min: 0,
      slider: { min: 1e-8, max: 1, scale: 'log' },
      description: 'How much lower than the best a loss must be to count as progress.',
      symbol: '\\tau',
    },
    {
      name: 'relative',
      kind: 'boolean',
      default: true,
      description:
        'The threshold is a share of the best loss (torch’s mode rel), not a difference from it (abs). With a negative loss, a share takes what is a little higher for progress too.',
      symbol: '\\text{relative}',
    },
    stepCount('cooldown', 0, 'c', 'Steps after a reduction in which none without progress is counted.'),
    fraction('minFraction', 0, 'r_{\\min}', 'No reduction goes below this fraction of the learning rate.'),
  ],
  state: [
    { name: 'lowestLoss', description: 'Best loss so far.', symbol: '\\ell' },
    {
      name: 'badSteps',
      description: 'Steps without progress in a row; below zero, steps of the cooldown that are left.',
      symbol: 'n',
    },
    {
      name: 'reduction',
      initial: 1,
      description: 'What is left of the learning rate, as a fraction of it.',
      symbol: 'r',
    },
  ],
  scalars: ['isFirst'],
  reads: ['loss'],

  prepare: (_h, _lr, t) => ({ isFirst: t === 1 ? 1 : 0 }),

  finish({ theta, loss, lowestLoss, badSteps, reduction }, before, h, s, n) {
    const { factor, patience, threshold, relative, cooldown, minFraction } = h;
    for (let i = 0; i < n; i++) {
      // An unreduced step stays as it is, to the last digit; one is never prolonged, which would blow up its rounding.
      theta[i] = reduction[i] < 1 ? before[i] + reduction[i] * (theta[i] - before[i]) : theta[i];
      const bar = relative !== 0 ? lowestLoss[i] * (1 - threshold) : lowestLoss[i] - threshold;
      const better = s.isFirst !== 0 || loss[i] < bar;
      lowestLoss[i] = better ? loss[i] : lowestLoss[i];
      // Counts are whole: half a step keeps their comparisons away from where rounding could turn them.
      const bad = better && badSteps[i] > -0.5 ? 0 : badSteps[i] + 1;
      const isPlateau = bad > patience + 0.5;
      reduction[i] = isPlateau ? Math.max(factor * reduction[i], minFraction) : reduction[i];
      badSteps[i] = isPlateau ? 0 - cooldown : bad;
    }
  },
} satisfies Wrapper;
