import type uPlot from 'uplot';
import {
  asinhRange,
  asinhTicks,
  decadeRange,
  decadeTicks,
  formatAsinhTick,
  formatDecade,
} from './curve-axis.ts';
import type { CurveScale } from './curve-data.ts';
import { formatNumber, formatSi } from './format.ts';

/** Ticks of the step axis: 1, 2, 5, 10 … up to the longest run; there is nothing between two steps. */
const STEP_INCREMENTS = Array.from({ length: 6 }, (_, power) => [1, 2, 5].map((m) => m * 10 ** power)).flat();

export interface ChartRequest {
  /** CSS pixels. */
  width: number;
  height: number;
  teams: readonly { color: string; shown: boolean }[];
  scale: CurveScale;
  /** Where the chart's colours and typeface come from. */
  styles: CSSStyleDeclaration;
  /** Index of the point under the pointer, or null. */
  onCursor(index: number | null): void;
}

/** Opacity of a band as two hex digits: bands lie over each other, so the more there are the fainter each is. */
const bandAlpha = (teams: number): string =>
  Math.round(255 * Math.min(0.18, 0.5 / teams))
    .toString(16)
    .padStart(2, '0');

/** Least distance of two labels, CSS pixels. */
const LABEL_SPACE = 26;

/** The chart: columns are steps, then median, 5 % and 95 % quantile per team. */
export function chartOptions({ width, height, teams, scale, styles, onCursor }: ChartRequest): uPlot.Options {
  const color = (name: string) => styles.getPropertyValue(name).trim();
  const { scale: y, ticks } = yAxis(scale);
  const shared: uPlot.Axis = {
    stroke: color('--muted'),
    font: `11px ${styles.fontFamily}`,
    grid: { stroke: color('--grid'), width: 1 },
    ticks: { show: false },
    gap: 4,
  };
  return {
    width,
    height,
    // The last label of the x axis reaches beyond its tick.
    padding: [6, 18, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: { size: 6, width: 1.5 },
    },
    hooks: { setCursor: [(chart) => onCursor(chart.cursor.idx ?? null)] },
    scales: { x: { time: false }, y },
    axes: [
      {
        ...shared,
        size: 22,
        space: 56,
        incrs: STEP_INCREMENTS,
        values: (_, splits) => splits.map((step) => (step === null ? '' : formatSi(step))),
      },
      { ...shared, size: 46, ...ticks },
    ],
    series: [
      {},
      ...teams.flatMap(({ color: stroke, shown }): uPlot.Series[] => {
        const edge: uPlot.Series = { show: shown, stroke: 'transparent', width: 0, points: { show: false } };
        return [{ show: shown, stroke, width: 1.75, points: { show: false } }, { ...edge }, { ...edge }];
      }),
    ],
    bands: teams.map(
      ({ color: fill }, team): uPlot.Band => ({
        series: [3 + 3 * team, 2 + 3 * team],
        fill: `${fill}${bandAlpha(teams.length)}`,
      }),
    ),
  };
}

/** How a quantity's axis is drawn: its scale, and where its ticks are. */
export const yAxis = (scale: CurveScale): { scale: uPlot.Scale; ticks: Partial<uPlot.Axis> } => ({
  scale: yScale(scale),
  ticks: yTicks(scale),
});

function yScale({ kind, ceiling }: CurveScale): uPlot.Scale {
  // The chart clips what it draws, so that a band that goes on above the ceiling leaves the plot.
  const capped = (high: number | null) => (high === null ? null : Math.min(high, ceiling));
  if (kind === 'log') return { distr: 3, range: (_, low, high) => decadeRange(low, capped(high)) };
  if (kind === 'asinh') return { distr: 4, asinh: 1, range: (_, low, high) => asinhRange(low, capped(high)) };
  return {
    range: (_, low, high) => {
      if (low === null || high === null) return [0, 1];
      const margin = 0.06 * (high - low || Math.abs(high) || 1);
      return [Math.max(low >= 0 ? 0 : low - margin, low - margin), high + margin];
    },
  };
}

/** The chart hides an axis for which none of its steps is wide enough; this one always is, and we place ticks ourselves. */
const ANY_RANGE = [Number.MAX_VALUE];

function yTicks({ kind }: CurveScale): Partial<uPlot.Axis> {
  const most = (chart: uPlot) => Math.max(2, Math.floor(chart.bbox.height / devicePixelRatio / LABEL_SPACE));
  if (kind === 'log') {
    return {
      incrs: ANY_RANGE,
      splits: (chart, _, low, high) => decadeTicks(low, high, most(chart)),
      values: (_, splits) => splits.map(formatDecade),
      filter: (_, splits) => splits,
    };
  }
  if (kind === 'asinh') {
    return {
      incrs: ANY_RANGE,
      splits: (chart, _, low, high) => asinhTicks(low, high, most(chart)),
      values: (_, splits) => splits.map(formatAsinhTick),
      filter: (_, splits) => splits,
    };
  }
  return { space: LABEL_SPACE, values: (_, splits) => splits.map((value) => formatNumber(value, 3)) };
}
