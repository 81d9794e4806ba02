import type { Target } from '../../engine/target.ts';
import { formatNumber } from '../format.ts';

/** What was raced for, in a sentence. */
export function targetSentence({ loss, by }: Target): string {
  const reasons = {
    choice: 'as chosen',
    'stop rule': 'at which the run itself stops',
    'known minimum': 'a thousandth of the way from the known minimum to the median start',
    grid: 'a thousandth of the way from the lowest loss on a grid to the median start',
  };
  return `Target loss ${formatNumber(loss)}, ${reasons[by]}.`;
}
