import { type ShareInterval, wilsonInterval } from './interval.ts';

/** What came of all starts with one learning rate. */
export interface RateOutcome {
  rate: number;
  /** Starts that reached the target. */
  reached: number;
  /** Starts in all. */
  count: number;
  /** Steps to the target of half of all starts; ∞ where fewer reached it. */
  medianSteps: number;
  /** Median loss at the end; NaN where none is finite. */
  medianLoss: number;
}

/** What a team's learning rates are worth. */
export interface RateJudgement {
  /** Index of the best rate: most starts reached the target; among equals in the fewest steps, then with the lowest loss. */
  best: number;
  share: ShareInterval;
  /**
   * The rates around the best that are not significantly worse; null where no rate reached the target at all.
   */
  band: GoodBand | null;
}

export interface GoodBand {
  /** Index of its lowest and of its highest rate. */
  from: number;
  to: number;
  /** Width between the two. */
  decades: number;
  /** It reaches an end of the grid: as far as that tells, it may go on. */
  isOpen: boolean;
  /** It is a single rate, and those on both sides are significantly worse: a peak that a slightly other run may miss. */
  isAlone: boolean;
}

/**
 * @param outcomes by ascending rate, at least one
 */
export function judgeRates(outcomes: readonly RateOutcome[]): RateJudgement {
  const best = outcomes.reduce((found, outcome, i) => (isBetter(outcome, outcomes[found]) ? i : found), 0);
  const share = shareAt(outcomes[best]);
  return { best, share, band: outcomes[best].reached === 0 ? null : bandAround(outcomes, best, share) };
}

function isBetter(a: RateOutcome, b: RateOutcome): boolean {
  if (a.reached !== b.reached) return a.reached > b.reached;
  if (a.medianSteps !== b.medianSteps) return a.medianSteps < b.medianSteps;
  // False where either is NaN: what has no finite loss is not better.
  return a.medianLoss < b.medianLoss || (Number.isNaN(b.medianLoss) && !Number.isNaN(a.medianLoss));
}

/**
 * A share is significantly lower where its 95 % interval lies below that of the best. What reaches the target from no
 * start is not good, however little more the best does.
 */
function bandAround(outcomes: readonly RateOutcome[], best: number, { low }: ShareInterval): GoodBand {
  const isGood = (i: number) => (outcomes[i]?.reached ?? 0) > 0 && shareAt(outcomes[i]).high >= low;
  let [from, to] = [best, best];
  while (isGood(from - 1)) from--;
  while (isGood(to + 1)) to++;
  const isOpen = from === 0 || to === outcomes.length - 1;
  return {
    from,
    to,
    decades: Math.log10(outcomes[to].rate / outcomes[from].rate),
    isOpen,
    isAlone: from === to && !isOpen,
  };
}

const shareAt = ({ reached, count }: RateOutcome): ShareInterval => wilsonInterval(reached, count);
