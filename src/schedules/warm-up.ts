import { stepCount } from './params.ts';
import type { Schedule } from './schedule.ts';

const NAME = 'warmup';

/**
 * The same schedule after a linear warm-up, whose length is one more parameter; the schedule itself where it has a
 * warm-up of its own. The factor grows in equal steps to what the schedule begins with, as in `linear-warmup`; then the
 * schedule begins at its step 0, as in torch.optim.lr_scheduler.SequentialLR.
 */
export function withWarmup(schedule: Schedule): Schedule {
  if (schedule.params.some(({ name }) => name === NAME)) return schedule;
  const { params, factor, handles } = schedule;
  return {
    ...schedule,
    equation: `\\begin{cases} \\varphi(0)\\,\\frac{t+1}{w} & t < w \\\\ \\varphi(t-w) & t \\ge w \\end{cases}, \\quad \\varphi(t) = ${schedule.equation}`,
    params: [
      ...params,
      stepCount(
        NAME,
        0,
        0,
        'w',
        'Steps of a linear warm-up, after which the schedule begins: its other steps count from there.',
      ),
    ],
    factor(values, step) {
      const warmup = values[NAME]!;
      return step < warmup ? (factor(values, 0) * (step + 1)) / warmup : factor(values, step - warmup);
    },
    handles(values, steps) {
      const warmup = values[NAME]!;
      const own = (handles?.(values, Math.max(0, steps - warmup)) ?? []).map((handle) => ({
        ...handle,
        step: handle.step + warmup,
      }));
      // One point for both where the beginning of the schedule can be dragged itself.
      const [first] = own;
      if (first?.step === warmup && first.along === undefined) {
        return [{ ...first, along: NAME }, ...own.slice(1)];
      }
      return [{ title: warmup > 0 ? 'End of the warm-up' : 'Start', step: warmup, along: NAME }, ...own];
    },
  };
}
