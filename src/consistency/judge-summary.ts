import { UNIT_ROUNDOFF } from '../core/float32.ts';
import { Status, statusOf } from '../core/status.ts';
import type { Quantiles, TeamSnapshot, TeamSummary } from '../engine/engine.ts';
import { type Bins, gradientNormBins, histogramOf, lossBins } from '../engine/histogram.ts';
import { inDomain } from '../engine/in-domain.ts';
import type { PlannedSurface } from '../engine/plan.ts';
import { exactQuantiles } from '../engine/quantiles.ts';
import type { Domain } from '../engine/run-spec.ts';
import type { Ledger } from './ledger.ts';
import type { CheckContext } from './report.ts';

/** A quantile lies between two values that the engine has exactly; interpolating in float32 rounds three times. */
const INTERPOLATION_ROUNDINGS = 4;

/**
 * Compares an engine's summary of a team with the same figures of what it reads back: how many have which status,
 * histograms, quantiles, and the lowest loss. `step` and `lr` are the caller's to know.
 */
export function judgeSummary(
  { status, position, loss, gradientNorm, step }: TeamSnapshot,
  surface: PlannedSurface,
  summary: TeamSummary,
  lr: number,
  ledger: Ledger,
  context: Partial<CheckContext>,
): void {
  const counts = [0, 0, 0, 0];
  for (const packed of status) counts[statusOf(packed)]++;
  const at = () => ({ step, given: summary.counts.join(' '), expected: counts.join(' ') });
  const agree = counts.every((count, k) => count === summary.counts[k]);
  ledger.tally('summary counts', context).same(agree && summary.step === step, at);

  const isCounted = (_: number, k: number) => statusOf(status[k]) !== Status.nonFinite;
  const losses = loss.filter(isCounted).filter(Number.isFinite);
  const norms = gradientNorm.filter(isCounted).filter(Number.isFinite);
  const bounds = surface.domain.map(Math.fround) as Domain;
  const isInside = (_: number, k: number) => inDomain(bounds, position[2 * k], position[2 * k + 1]);
  const lowest = loss
    .filter((value, k) => isCounted(value, k) && isInside(value, k) && Number.isFinite(value))
    .reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const best = ledger.tally('summary best', context);
  best.same(summary.best === lowest, () => ({ step, given: summary.best, expected: lowest }));
  const rate = ledger.tally('summary lr', context);
  rate.judge(Math.abs(summary.lr - lr), UNIT_ROUNDOFF * lr, () => ({
    step,
    given: summary.lr,
    expected: lr,
  }));
  judgeQuantiles('summary loss', summary.loss, losses);
  judgeQuantiles('summary gradient norm', summary.gradientNorm, norms);
  const { histograms } = summary;
  judgeHistogram('summary loss histogram', histograms.loss, losses, lossBins(surface));
  judgeHistogram('summary gradient norm histogram', histograms.gradientNorm, norms, gradientNormBins);

  /** Bin by bin: the edges are float32 numbers, so there is nothing that rounding could move from one into another. */
  function judgeHistogram(quantity: string, given: Uint32Array, values: Float64Array, bins: Bins): void {
    const expected = histogramOf(values, bins);
    const tally = ledger.tally(quantity, context);
    expected.forEach((count, bin) => {
      tally.same(given[bin] === count, () => ({ step, bin, given: given[bin]!, expected: count }));
    });
  }

  function judgeQuantiles(quantity: string, given: Quantiles, values: Float64Array): void {
    const expected = exactQuantiles(values);
    const tally = ledger.tally(quantity, context);
    for (const name of ['p5', 'median', 'p95'] as const) {
      const inputs = () => ({ step, quantile: name, given: given[name], expected: expected[name] });
      if (Number.isNaN(expected[name])) tally.same(!Number.isFinite(given[name]), inputs);
      else tally.judge(Math.abs(given[name] - expected[name]), rounding(values, expected[name]), inputs);
    }
  }
}

/** Of neighbours on both sides of zero the difference is what rounds, so their magnitude counts too. */
function rounding(values: Float64Array, quantile: number): number {
  const scale = Math.abs(quantile) + nearestAround(values, quantile);
  return INTERPOLATION_ROUNDINGS * UNIT_ROUNDOFF * scale;
}

/** Largest magnitude of the values next to a quantile. */
function nearestAround(values: Float64Array, quantile: number): number {
  let below = Number.NEGATIVE_INFINITY;
  let above = Number.POSITIVE_INFINITY;
  for (const value of values) {
    if (value <= quantile) below = Math.max(below, value);
    if (value >= quantile) above = Math.min(above, value);
  }
  return Math.max(Math.abs(below), Math.abs(above));
}
