import type { Quantiles, TeamSummary } from '../engine/engine.ts';
import { createThinnedSeries, type ThinnedSeries } from './thinned-series.ts';

export const quantities = ['loss', 'gradientNorm', 'lr'] as const;
export type Quantity = (typeof quantities)[number];

/** What the curves keep of a summary: not its histograms, which are the larger part. */
export type CurvePoint = Pick<TeamSummary, Quantity>;

/** What has been seen of a run: per point the figures of all teams. */
export interface CurveData extends Pick<ThinnedSeries<readonly CurvePoint[]>, 'steps' | 'points' | 'clear'> {
  /** Summaries of a step not later than the last replace it; a step from before that begins anew. */
  push(summaries: readonly TeamSummary[]): void;
}

/** More than the pixels a curve is wide; at ten points a second, minutes before the first thinning. */
export const MAX_POINTS = 2000;

export function createCurveData(maxPoints = MAX_POINTS): CurveData {
  const { steps, points, clear, push } = createThinnedSeries<readonly CurvePoint[]>(maxPoints);
  return {
    ...{ steps, points, clear },
    push(summaries) {
      if (summaries.length === 0) return;
      const figures = summaries.map(({ loss, gradientNorm, lr }) => ({ loss, gradientNorm, lr }));
      push(summaries[0]!.step, figures);
    },
  };
}

export type ScaleKind = 'log' | 'asinh' | 'linear';

/** How a quantity is drawn: what is subtracted, on which scale, and what the axis is called. */
export interface CurveScale {
  kind: ScaleKind;
  offset: number;
  /** Values below are drawn at it (logarithmic axes only). */
  floor: number;
  /** The axis ends here at the latest, in its own units; what is higher leaves the plot. ∞ where nothing is too high. */
  ceiling: number;
  label: string;
}

/** Differences below this share of the minimum are rounding: float32 has 2⁻²³ between neighbours. */
export const ROUNDING = 2 ** -23;
/** No axis reaches below: twelve decades under one are more than a person reads off. */
const SMALLEST = 1e-12;
/**
 * The axis reaches this many times above the highest band at step 0: trajectories that diverge, which float32 lets
 * reach 10³⁸, would otherwise press everything that descends into one line at the bottom.
 */
export const HEADROOM = 1e3;

/**
 * The loss is drawn above the known minimum, which is what an optimizer is about; else as it is: on a logarithmic
 * axis where all of it is positive, on an asinh axis (logarithmic both ways, linear about zero) where it is not.
 */
export function scaleOf(quantity: Quantity, data: CurveData, minimum: number | null): CurveScale {
  const ceiling = ceilingOf(data, quantity, quantity === 'loss' ? (minimum ?? 0) : 0);
  if (quantity === 'gradientNorm') return { kind: 'log', offset: 0, floor: SMALLEST, ceiling, label: '‖∇L‖' };
  const low = lowest(data, quantity);
  if (quantity === 'lr') {
    const kind = low.min > 0 && low.max > 20 * low.min ? 'log' : 'linear';
    return { kind, offset: 0, floor: SMALLEST, ceiling: Number.POSITIVE_INFINITY, label: 'learning rate' };
  }
  if (minimum !== null) {
    const floor = Math.max(SMALLEST, Math.abs(minimum) * ROUNDING);
    return { kind: 'log', offset: minimum, floor, ceiling, label: minimum === 0 ? 'loss' : 'loss − minimum' };
  }
  return low.min > 0
    ? { kind: 'log', offset: 0, floor: SMALLEST, ceiling, label: 'loss' }
    : { kind: 'asinh', offset: 0, floor: SMALLEST, ceiling, label: 'loss (asinh axis)' };
}

/** Of the first point alone, so that the axis does not move while a run goes on. */
function ceilingOf(data: CurveData, quantity: Quantity, offset: number): number {
  const starts = (data.points[0] ?? []).map((summary) => valuesOf(summary, quantity).p95 - offset);
  const highest = Math.max(...starts.filter(Number.isFinite));
  return highest > 0 ? HEADROOM * highest : Number.POSITIVE_INFINITY;
}

function lowest(data: CurveData, quantity: Quantity): { min: number; max: number } {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const summaries of data.points) {
    for (const summary of summaries) {
      const { p5, p95 } = valuesOf(summary, quantity);
      if (Number.isFinite(p5)) min = Math.min(min, p5);
      if (Number.isFinite(p95)) max = Math.max(max, p95);
    }
  }
  return { min, max };
}

export function valuesOf(summary: CurvePoint, quantity: Quantity): Quantiles {
  const value = summary[quantity];
  return typeof value === 'number' ? { p5: value, median: value, p95: value } : value;
}

/** A value as the axis has it; null is a gap. */
export function onScale(value: number, { kind, offset, floor }: CurveScale): number | null {
  if (!Number.isFinite(value)) return null;
  const shifted = value - offset;
  return kind === 'log' ? Math.max(shifted, floor) : shifted;
}

/** Columns for a chart: the steps, then per team median, 5 % and 95 % quantile. */
export function columnsOf(
  data: CurveData,
  quantity: Quantity,
  scale: CurveScale,
  teams: number,
): (number | null)[][] {
  const columns: (number | null)[][] = [[...data.steps]];
  for (let team = 0; team < teams; team++) {
    const rows = data.points.map((summaries) => summaries[team]);
    for (const name of ['median', 'p5', 'p95'] as const) {
      columns.push(
        rows.map((row) => (row === undefined ? null : onScale(valuesOf(row, quantity)[name], scale))),
      );
    }
  }
  return columns;
}
