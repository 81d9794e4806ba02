import type { Numbers } from '../core/numbers.ts';
import type { HyperSpec } from '../optimizers/optimizer.ts';
import { stepCount } from './params.ts';
import type { Schedule } from './schedule.ts';

const conventions = ['torch', 'optax'] as const;
const TORCH = conventions.indexOf('torch');

const divisor = (name: string, value: number, symbol: string, description: string): HyperSpec => ({
  name,
  kind: 'number',
  default: value,
  min: 1,
  slider: { min: 1, max: 1e6, scale: 'log' },
  description,
  symbol,
});

export default {
  id: 'one-cycle',
  title: 'One cycle',
  description:
    'Half a cosine up to the full learning rate, then a longer one down to next to nothing: one large swing instead of a decay.',
  source:
    'Smith and Topin 2018; torch.optim.lr_scheduler.OneCycleLR, whose max_lr is the learning rate here, or optax.cosine_onecycle_schedule: they differ by a step where the peak and the end lie; both divide the end by both divisors. Torch’s cycling of the momentum is left out.',
  equation:
    '\\begin{cases} \\text{cosine from } \\frac{1}{d} \\text{ to } 1 & t \\le t_{\\mathrm{peak}} \\\\ \\text{cosine from } 1 \\text{ to } \\frac{1}{d\\,e} & t \\le t_{\\mathrm{end}} \\end{cases} \\qquad \\begin{aligned} \\text{convention torch: } & t_{\\mathrm{peak}} = p\\,n - 1,\\; t_{\\mathrm{end}} = n - 1 \\\\ \\text{optax: } & t_{\\mathrm{peak}} = \\lfloor p\\,n \\rfloor,\\; t_{\\mathrm{end}} = n \\end{aligned}',
  params: [
    stepCount('total', 500, 1, 'n', 'Number of steps of the cycle; the end holds from then on.'),
    {
      name: 'peak',
      kind: 'number',
      default: 0.3,
      min: 0,
      max: 1,
      slider: { min: 0, max: 1, scale: 'linear' },
      description: 'Share of the steps after which the full learning rate is reached.',
      symbol: 'p',
    },
    divisor('divide', 25, 'd', 'The cycle begins at the learning rate divided by this.'),
    divisor('finalDivide', 1e4, 'e', 'It ends at the beginning’s rate divided by this.'),
    {
      name: 'convention',
      kind: 'choice',
      choices: conventions,
      default: 'torch',
      description: 'Whose steps the peak and the end fall on: torch’s are one earlier than those of optax.',
      symbol: '\\text{convention}',
    },
  ],
  factor(params, step) {
    const first = 1 / params.divide!;
    const last = first / params.finalDivide!;
    const [top, end] = ends(params);
    // A peak before the first step leaves no room for the rise.
    if (step <= top && top > 0) return between(first, 1, step / top);
    if (step >= end) return last;
    const down = Math.max(top, 0);
    return between(1, last, (step - down) / (end - down));
  },
  handles(params) {
    const [top, end] = ends(params);
    return [
      { title: 'Start', step: 0, height: 'divide' },
      { title: 'Peak', step: Math.max(0, top), along: 'peak' },
      { title: 'End', step: end, along: 'total', height: 'finalDivide' },
    ];
  },
} satisfies Schedule;

/** Steps at which the peak and the end lie. */
function ends({ total, peak, convention }: Numbers): [top: number, end: number] {
  return convention === TORCH ? [peak! * total! - 1, total! - 1] : [Math.floor(peak! * total!), total!];
}

/** Half a cosine from one value to another. */
function between(from: number, to: number, progress: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * progress))) / 2;
}
