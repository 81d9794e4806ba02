import { Status, statusOf } from '../core/status.ts';
import type { TeamSummary } from '../engine/engine.ts';
import { gradientNormBins, histogramOfSorted, lossBins } from '../engine/histogram.ts';
import { inDomain } from '../engine/in-domain.ts';
import type { Plan } from '../engine/plan.ts';
import { quantilesOfSorted } from '../engine/quantiles.ts';
import { learningRateAt } from '../engine/scalars.ts';
import { sortFloats } from '../engine/sort-floats.ts';
import { observe } from './observe.ts';
import type { StepRules } from './step-rules.ts';
import type { TeamMemory } from './team-memory.ts';

/** What some of a team's trajectories add to its summary: those of all of them make it, exactly. */
export interface Tally {
  counts: TeamSummary['counts'];
  /** The finite ones, ascending; without those of non-finite trajectories. */
  loss: Float64Array;
  gradientNorm: Float64Array;
  best: number;
}

export function tallyOf(memory: TeamMemory, rules: StepRules, { surface: { domain } }: Plan): Tally {
  const { loss, gradientNorm } = observe(memory.position, rules);
  const isInside = (k: number) => inDomain(domain, memory.position[2 * k], memory.position[2 * k + 1]);
  const counts: Tally['counts'] = [0, 0, 0, 0];
  let best = Number.POSITIVE_INFINITY;
  for (let k = 0; k < memory.count; k++) {
    const status = statusOf(memory.status[k]);
    counts[status]++;
    if (status === Status.nonFinite) loss[k] = gradientNorm[k] = Number.NaN;
    else if (loss[k] < best && Number.isFinite(loss[k]) && isInside(k)) best = loss[k];
  }
  return { counts, loss: sortedFinite(loss), gradientNorm: sortedFinite(gradientNorm), best };
}

/** @param tallies of all the team's trajectories, at one step */
export function summaryOf(tallies: readonly Tally[], plan: Plan, team: number, step: number): TeamSummary {
  const losses = tallies.map(({ loss }) => loss);
  const norms = tallies.map(({ gradientNorm }) => gradientNorm);
  const countOf = (status: Status) => tallies.reduce((sum, { counts }) => sum + counts[status], 0);
  return {
    step,
    counts: [
      countOf(Status.running),
      countOf(Status.converged),
      countOf(Status.diverged),
      countOf(Status.nonFinite),
    ],
    loss: quantilesOfSorted(losses),
    gradientNorm: quantilesOfSorted(norms),
    histograms: {
      loss: histogramOfSorted(losses, lossBins(plan.surface)),
      gradientNorm: histogramOfSorted(norms, gradientNormBins),
    },
    best: Math.min(...tallies.map(({ best }) => best)),
    lr: learningRateAt(plan, team, step),
  };
}

/** [n] to its finite part, ascending; in place. */
function sortedFinite(values: Float64Array): Float64Array {
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    values[n] = value;
    // Of what is no number, or none that ends, the difference is no number.
    if (value - value === 0) n++;
  }
  return sortFloats(values.slice(0, n));
}
