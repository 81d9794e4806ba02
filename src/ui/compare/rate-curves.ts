import type { RateOutcome } from '../../engine/judge-rates.ts';
import type { Tuning } from '../../engine/tune.ts';
import { type CurveScale, onScale } from '../curve-data.ts';

export type RateQuantity = 'share' | 'steps' | 'loss';

/** What is drawn of one learning rate; not finite where there is nothing. */
export function rateValue(
  { reached, count, medianSteps, medianLoss }: RateOutcome,
  of: RateQuantity,
): number {
  return { share: reached / count, steps: medianSteps, loss: medianLoss }[of];
}

/**
 * Columns for a chart: all teams' learning rates together, ascending, then three series per team: all its rates, those
 * of its good band, and the best alone. Null is a gap; undefined, where only another team has a rate, is passed over.
 */
export function rateColumns(
  { teams }: Pick<Tuning, 'teams'>,
  quantity: RateQuantity,
  scale: CurveScale,
): (number | null | undefined)[][] {
  const rates = [...new Set(teams.flatMap(({ outcomes }) => outcomes.map(({ rate }) => rate)))];
  rates.sort((a, b) => a - b);
  const place = new Map(rates.map((rate, i) => [rate, i]));
  const column = () => new Array<number | null | undefined>(rates.length).fill(undefined);
  return [
    rates,
    ...teams.flatMap(({ outcomes, best, band }) => {
      const [all, good, top] = [column(), column(), column()];
      for (const [k, outcome] of outcomes.entries()) {
        const at = place.get(outcome.rate)!;
        const value = onScale(rateValue(outcome, quantity), scale);
        all[at] = value;
        good[at] = band !== null && k >= band.from && k <= band.to ? value : null;
        top[at] = k === best ? value : null;
      }
      return [all, good, top];
    }),
  ];
}

/** Median losses above this many times that of the lowest rate, which hardly moves, leave the plot. */
const HEADROOM = 10;
/** No axis reaches below, as in the curves of a run. */
const SMALLEST = 1e-12;

/** A loss is drawn above the known minimum; where none is known and not all are positive, on an axis that takes both. */
export function rateScale(
  { teams, lowest }: Pick<Tuning, 'teams' | 'lowest'>,
  quantity: RateQuantity,
): CurveScale {
  const everything = { offset: 0, floor: SMALLEST, ceiling: Number.POSITIVE_INFINITY };
  if (quantity === 'share') return { ...everything, kind: 'linear', label: 'share that reached the target' };
  if (quantity === 'steps') return { ...everything, kind: 'linear', label: 'median steps to the target' };
  const offset = lowest ?? 0;
  const losses = teams.flatMap(({ outcomes }) => outcomes.map(({ medianLoss }) => medianLoss));
  const isPositive = losses.every((loss) => !(loss <= offset));
  const still = Math.max(
    ...teams.map(({ outcomes }) => outcomes[0]!.medianLoss - offset).filter(Number.isFinite),
  );
  return {
    kind: lowest !== null || isPositive ? 'log' : 'asinh',
    offset,
    floor: SMALLEST,
    ceiling: still > 0 ? HEADROOM * still : Number.POSITIVE_INFINITY,
    label: offset === 0 ? 'median loss' : 'median loss − minimum',
  };
}

/** The outcome whose rate is closest to one, by ratio. @param outcomes by ascending rate */
export const nearestOutcome = (outcomes: readonly RateOutcome[], rate: number): RateOutcome =>
  outcomes.reduce((near, outcome) => (distance(outcome, rate) < distance(near, rate) ? outcome : near));

const distance = (outcome: RateOutcome, rate: number): number => Math.abs(Math.log(outcome.rate / rate));
