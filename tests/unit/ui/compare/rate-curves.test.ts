import { describe, expect, it } from 'vitest';
import type { RateOutcome } from '../../../../src/engine/judge-rates.ts';
import type { TeamTuning } from '../../../../src/engine/tune.ts';
import { nearestOutcome, rateColumns, rateScale } from '../../../../src/ui/compare/rate-curves.ts';

const outcome = (rate: number, reached: number, medianSteps: number, medianLoss: number): RateOutcome => ({
  rate,
  reached,
  count: 10,
  medianSteps,
  medianLoss,
});
const share = { share: 1, low: 0.7, high: 1 };
const never = Number.POSITIVE_INFINITY;

const first: TeamTuning = {
  outcomes: [outcome(0.01, 0, never, 8), outcome(0.1, 10, 5, 0.5), outcome(1, 9, 4, Number.NaN)],
  best: 1,
  share,
  band: { from: 1, to: 2, decades: 1, isOpen: true, isAlone: false },
};
const second: TeamTuning = {
  outcomes: [outcome(0.05, 0, never, 4), outcome(0.5, 0, never, 1e9)],
  best: 0,
  share,
  band: null,
};
const tuning = { teams: [first, second], lowest: 0 };

describe('curves over learning rates', () => {
  it('have all teams’ rates on one axis, and pass over those that are another team’s', () => {
    const [rates, all, good, top, other, otherGood, otherTop] = rateColumns(
      tuning,
      'share',
      rateScale(tuning, 'share'),
    );
    expect(rates).toEqual([0.01, 0.05, 0.1, 0.5, 1]);
    expect(all).toEqual([0, undefined, 1, undefined, 0.9]);
    expect(good).toEqual([null, undefined, 1, undefined, 0.9]);
    expect(top).toEqual([null, undefined, 1, undefined, null]);
    expect(other).toEqual([undefined, 0, undefined, 0, undefined]);
    expect(otherGood).toEqual([undefined, null, undefined, null, undefined]);
    expect(otherTop).toEqual([undefined, 0, undefined, null, undefined]);
  });
  it('leave a gap where there is no number', () => {
    const steps = rateColumns(tuning, 'steps', rateScale(tuning, 'steps'));
    expect(steps[1]).toEqual([null, undefined, 5, undefined, 4]);
    const loss = rateColumns(tuning, 'loss', rateScale(tuning, 'loss'));
    expect(loss[1]).toEqual([8, undefined, 0.5, undefined, null]);
  });
  it('draw losses above the known minimum, and cut those that ran away', () => {
    expect(rateScale(tuning, 'loss')).toMatchObject({ kind: 'log', offset: 0, ceiling: 80 });
    expect(rateScale({ ...tuning, lowest: -2 }, 'loss')).toMatchObject({
      kind: 'log',
      offset: -2,
      ceiling: 100,
    });
    expect(rateScale({ ...tuning, lowest: null }, 'loss')).toMatchObject({ kind: 'log', offset: 0 });
    const below = { ...second, outcomes: [outcome(0.05, 0, never, -4)] };
    expect(rateScale({ teams: [below], lowest: null }, 'loss').kind).toBe('asinh');
  });
  it('read off the rate that is nearest by ratio', () => {
    // 0.3 is nearer to 0.1 by difference, and to 1 by ratio: 0.3/0.1 = 3, 1/0.3 = 3.3… so 0.1; 0.4 goes to 1.
    expect(nearestOutcome(first.outcomes, 0.3).rate).toBe(0.1);
    expect(nearestOutcome(first.outcomes, 0.4).rate).toBe(1);
  });
});
