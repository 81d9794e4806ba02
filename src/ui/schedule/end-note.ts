import { formatCount, formatNumber } from '../format.ts';
import type { ScheduleCurves } from './schedule-curves.ts';

/**
 * What the chart says of a run that outlasts its schedule: from which step on its rate is 0, or stays where the end of
 * the schedule has left it; null where there is nothing to say.
 */
export function endNote({
  schedule,
  params,
  run,
  steps,
}: Pick<ScheduleCurves, 'schedule' | 'params' | 'run' | 'steps'>): string | null {
  const last = run - 1;
  if (last < 1) return null;
  const end = schedule.factor(params, last);
  const hasEnd = 'total' in params;
  if (end !== 0 && !hasEnd) return null;
  // The samples find about where the rate has come to rest, and single steps exactly where.
  const moving = steps.findLast((step) => step < last && schedule.factor(params, step) !== end);
  let rest = moving === undefined ? 0 : moving + 1;
  while (rest < last && schedule.factor(params, rest) !== end) rest++;
  if (rest === last) return null;
  const from = `From step ${formatCount(rest)} on`;
  return end === 0
    ? `${from} the learning rate is 0, up to the end of the run at ${formatCount(run)}.`
    : `${from} the schedule is at its end: ${formatNumber(end, 3)} of the learning rate, up to the end of the run at ${formatCount(run)}.`;
}
