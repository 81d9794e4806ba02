import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Tuning } from '../../engine/tune.ts';
import { decadeTicks, formatDecade } from '../curve-axis.ts';
import { yAxis } from '../curve-chart.ts';
import { h, setText } from '../dom.ts';
import { formatNumber } from '../format.ts';
import { createTabs } from '../tabs.ts';
import { nearestOutcome, type RateQuantity, rateColumns, rateScale, rateValue } from './rate-curves.ts';

export interface RateChart {
  element: HTMLElement;
  /** @param colors one per team */
  show(tuning: Tuning, colors: readonly string[]): void;
}

const tabs = [
  { id: 'share', title: 'Share', controls: 'rate-plot' },
  { id: 'steps', title: 'Steps', controls: 'rate-plot' },
  { id: 'loss', title: 'Loss', controls: 'rate-plot' },
] as const;

/** What every learning rate is worth: a line per team, thick along its good band, with a dot at the best. */
export function createRateChart(): RateChart {
  let shown: { tuning: Tuning; colors: readonly string[] } | null = null;
  let quantity: RateQuantity = 'share';
  let chart: uPlot | null = null;

  const label = h('span.curves-label');
  const readout = h('span.curves-readout');
  const plot = h('div.rate-plot', { id: 'rate-plot', role: 'tabpanel' });
  const row = createTabs('Quantity', tabs, (id) => {
    quantity = tabs.find((tab) => tab.id === id)?.id ?? quantity;
    build();
  });
  const element = h('div.rate-chart', {}, row.element, h('div.curves-note', {}, label, readout), plot);

  const build = () => {
    row.mark(quantity);
    chart?.destroy();
    chart = null;
    readout.replaceChildren();
    const { clientWidth: width, clientHeight: height } = plot;
    if (shown === null || width < 40 || height < 40) return;
    const { tuning, colors } = shown;
    const scale = rateScale(tuning, quantity);
    setText(label, `${scale.label}, by learning rate`);
    const styles = getComputedStyle(element);
    const axis = yAxis(scale);
    const options: uPlot.Options = {
      width,
      height,
      padding: [6, 12, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
      hooks: { setCursor: [({ cursor, data }) => onCursor(data[0][cursor.idx ?? -1] ?? null)] },
      scales: {
        x: { time: false, distr: 3, range: (_, low, high) => [low, high] },
        y: quantity === 'share' ? { range: () => [0, 1] } : axis.scale,
      },
      axes: [
        {
          ...look(styles),
          size: 22,
          incrs: ANY_RANGE,
          splits: (self, _, low, high) =>
            decadeTicks(low, high, self.bbox.width / devicePixelRatio / DECADE_SPACE),
          values: (_, splits) => splits.map(formatDecade),
          filter: (_, splits) => splits,
        },
        {
          ...look(styles),
          size: 46,
          ...axis.ticks,
          ...(quantity === 'share'
            ? { incrs: [0.25, 0.5], values: (_, s) => s.map((v) => `${100 * v} %`) }
            : {}),
        },
      ],
      series: [{}, ...colors.flatMap(seriesOf)],
    };
    chart = new uPlot(options, rateColumns(tuning, quantity, scale) as unknown as uPlot.AlignedData, plot);
  };

  const onCursor = (rate: number | null) => {
    readout.replaceChildren();
    if (rate === null || shown === null) return;
    const { tuning, colors } = shown;
    readout.replaceChildren(
      h('span', {}, `lr ${formatNumber(rate)}`),
      ...tuning.teams.flatMap(({ outcomes }, team) => {
        const value = rateValue(nearestOutcome(outcomes, rate), quantity);
        const text = quantity === 'share' ? `${Math.round(100 * value)} %` : formatNumber(value, 3);
        return [
          h('i', { style: `--team: ${colors[team]}` }),
          h('b', {}, Number.isFinite(value) ? text : '–'),
        ];
      }),
    );
  };

  // Both outlive nothing but the element itself, which the page keeps.
  new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = plot;
    if (chart !== null && width >= 40 && height >= 40) chart.setSize({ width, height });
    else build();
  }).observe(plot);
  // The chart copies its colours from the style sheet, so another theme is another chart.
  new MutationObserver(build).observe(document.documentElement, { attributeFilter: ['data-theme'] });

  return {
    element,
    show(tuning, colors) {
      shown = { tuning, colors };
      build();
    },
  };
}

/** The chart hides an axis for which none of its steps is wide enough; this one always is, and we place ticks ourselves. */
const ANY_RANGE = [Number.MAX_VALUE];
/** Least distance of two decades' labels, CSS pixels. */
const DECADE_SPACE = 40;

function look(styles: CSSStyleDeclaration): uPlot.Axis {
  const color = (name: string) => styles.getPropertyValue(name).trim();
  return {
    stroke: color('--muted'),
    font: `11px ${styles.fontFamily}`,
    grid: { stroke: color('--grid'), width: 1 },
    ticks: { show: false },
    gap: 4,
  };
}

/** All rates in a thin line, the good band in a thick one, and the best as a dot. */
const seriesOf = (color: string): uPlot.Series[] => [
  { stroke: `${color}99`, width: 1.25, points: { show: false } },
  { stroke: color, width: 3, points: { show: false } },
  { stroke: color, width: 0, points: { show: true, size: 9, fill: color, stroke: color } },
];
