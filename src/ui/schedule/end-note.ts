import { formatCount, formatNumber } from '../format.ts';
import type { ScheduleCurves } from './schedule-curves.ts';

/**
 * What the chart says, in a few words, of a run that outlasts its schedule: from which step on its rate is 0, or stays
 * where the end of the schedule has left it; null where there is nothing to say.
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
  if (moving === undefined && end !== 0) return null;
  let rest = moving === undefined ? 0 : moving + 1;
  while (rest < last && schedule.factor(params, rest) !== end) rest++;
  if (rest === last) return null;
  return `From step ${formatCount(rest)} on: ${end === 0 ? 'learning rate 0' : `lr × ${formatNumber(end, 3)}`}`;
}
