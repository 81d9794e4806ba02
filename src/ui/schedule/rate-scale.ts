import { decadeRange, decadeTicks, formatDecade, linearTicks } from '../curve-axis.ts';
import { formatNumber } from '../format.ts';

export type RateScaleKind = 'linear' | 'log';

/** An axis of learning rates. */
export interface RateScale {
  kind: RateScaleKind;
  low: number;
  high: number;
}

/** On a linear axis, rates further below the highest than this lie at the bottom. */
const LINEAR_SPAN = 20;
/** Where more of them than this lie there, decades are easier to read. */
const MOST_AT_BOTTOM = 1 / 4;
/** What lies further below the highest rate than this is drawn at the bottom of a logarithmic axis. */
const MOST_DECADES = 9;
/** A rate that falls to zero leaves a logarithmic axis so many decades below what it is a fraction of. */
const DECADES_TO_ZERO = 3;
/** Room above the highest rate on a linear axis, as a share of it. */
const HEADROOM = 0.08;

/**
 * The axis that suits curves.
 * @param curves rates ≥ 0, of which infinite ones leave the chart, and the learning rate that they are fractions of
 * @param wanted which kind it is to be, or null for the one that suits
 */
export function rateScale(
  curves: readonly { lr: number; rates: readonly number[] }[],
  wanted: RateScaleKind | null,
): RateScale {
  const all = curves.flatMap(({ rates }) => rates).filter(Number.isFinite);
  const [least, most] = range(all);
  if (!(most > 0)) return { kind: 'linear', low: 0, high: 1 };
  // Not those of zero, which no axis shows better.
  const atBottom = all.filter((rate) => rate > 0 && LINEAR_SPAN * rate < most).length;
  const suited = atBottom > MOST_AT_BOTTOM * all.length ? 'log' : 'linear';
  if ((wanted ?? suited) === 'linear') return { kind: 'linear', low: 0, high: most * (1 + HEADROOM) };
  const [smallest] = range(curves.map(({ lr }) => lr).filter((lr) => lr > 0));
  const bottom = least > 0 ? least : smallest * 10 ** -DECADES_TO_ZERO;
  const [low, high] = decadeRange(Math.max(bottom, most * 10 ** -MOST_DECADES), most);
  return { kind: 'log', low, high };
}

/** A loop, since there may be more numbers than a call has room for. */
function range(values: readonly number[]): [least: number, most: number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least, most];
}

/** Where a rate is on the axis, 0 at its low end and 1 at its high one; what lies below is at the low end. */
export function shareOf(rate: number, { kind, low, high }: RateScale): number {
  if (kind === 'linear') return (rate - low) / (high - low);
  return Math.log(Math.max(rate, low) / low) / Math.log(high / low);
}

/** The rate at a place of the axis. @param share in [0, 1] */
export const rateAt = (share: number, { kind, low, high }: RateScale): number =>
  kind === 'linear' ? low + share * (high - low) : low * (high / low) ** share;

/** Places worth a label, at most about `most`. */
export function rateTicks({ kind, low, high }: RateScale, most: number): { rate: number; text: string }[] {
  if (kind === 'linear')
    return linearTicks(low, high, most).map((rate) => ({ rate, text: formatNumber(rate, 3) }));
  return decadeTicks(low, high, most).map((rate) => ({ rate, text: formatDecade(rate) }));
}
