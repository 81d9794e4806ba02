import type uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { TeamSummary } from '../engine/engine.ts';
import { planSurface } from '../engine/plan-run.ts';
import { nameOf, teamNames } from '../engine/team-names.ts';
import type { AppState } from '../state/app-state.ts';
import type { Store } from '../state/store.ts';
import { chartOptions } from './curve-chart.ts';
import { type CurveScale, columnsOf, createCurveData, type Quantity, scaleOf } from './curve-data.ts';
import { h, setText } from './dom.ts';
import { formatCount, formatNumber } from './format.ts';
import { createTabs, type Tab } from './tabs.ts';
import { colorOfTeam } from './theme.ts';

export interface Curves {
  /** One summary per team; a step before the last one begins a new run. */
  push(summaries: readonly TeamSummary[]): void;
  clear(): void;
  dispose(): void;
}

const tabs: readonly (Tab & { id: Quantity })[] = [
  { id: 'loss', title: 'Loss', controls: 'curves-plot' },
  { id: 'gradientNorm', title: 'Gradient norm', controls: 'curves-plot' },
  { id: 'lr', title: 'Learning rate', controls: 'curves-plot' },
];

/** Redrawing more often than this costs frames and shows nothing new. */
const REDRAW_MS = 100;

/** Median and 5–95 % band per team over the steps. */
export function createCurves(container: HTMLElement, store: Store): Curves {
  const data = createCurveData();
  let quantity: Quantity = 'loss';
  let scale: CurveScale = scaleOf(quantity, data, null);
  let chart: uPlot | null = null;
  /** Loaded after the first screen, which does not wait for it. */
  let Plot: typeof uPlot | null = null;
  let isDisposed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const plot = h('div.curves-plot', { id: 'curves-plot', role: 'tabpanel' });
  const label = h('span.curves-label');
  const readout = h('span.curves-readout');
  const select = (id: string) => {
    quantity = tabs.find((tab) => tab.id === id)?.id ?? quantity;
    build();
  };
  const row = createTabs('Quantity', tabs, select);
  container.replaceChildren(
    h('div.curves-head', {}, row.element, readout),
    h('div.curves-note', {}, label),
    plot,
  );

  const build = () => {
    row.mark(quantity);
    scale = scaleOf(quantity, data, knownMinimum(store.get()));
    setText(label, scale.label);
    label.title = scaleNote(scale);
    setText(readout, '');
    chart?.destroy();
    chart = null;
    const { clientWidth: width, clientHeight: height } = plot;
    // Folded away, or behind another tab: the observer builds it when there is room.
    const Chart = Plot;
    if (Chart === null || width < 40 || height < 40) return;
    const { spec, view } = store.get();
    const teams = spec.optimizers.map((_, team) => ({
      color: colorOfTeam({ view }, team),
      shown: !view.hidden.includes(team),
    }));
    const options = chartOptions({
      width,
      height,
      teams,
      scale,
      styles: getComputedStyle(container),
      onCursor,
    });
    chart = new Chart(options, columns(), plot);
  };

  const columns = () =>
    columnsOf(data, quantity, scale, store.get().spec.optimizers.length) as unknown as uPlot.AlignedData;

  const redraw = () => {
    timer = undefined;
    const next = scaleOf(quantity, data, knownMinimum(store.get()));
    if (
      chart === null ||
      next.kind !== scale.kind ||
      next.offset !== scale.offset ||
      next.ceiling !== scale.ceiling
    )
      build();
    else chart.setData(columns());
  };

  const onCursor = (index: number | null) => {
    readout.replaceChildren();
    if (index === null || chart === null) return;
    const { spec, view } = store.get();
    const parts = teamNames(spec.optimizers).flatMap((name, team) => {
      const value = chart?.data[1 + 3 * team]?.[index];
      if (view.hidden.includes(team) || value === null || value === undefined) return [];
      return [
        h('i', { style: `--team: ${colorOfTeam({ view }, team)}`, title: nameOf(name) }),
        h('b', {}, formatNumber(value, 3)),
      ];
    });
    readout.replaceChildren(h('span', {}, `step ${formatCount(data.steps[index] ?? 0)}`), ...parts);
  };

  const observer = new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = plot;
    if (chart !== null && width >= 40 && height >= 40) chart.setSize({ width, height });
    else build();
  });
  observer.observe(plot);
  // The chart copies its colours from the style sheet, so another theme is another chart.
  const themeObserver = new MutationObserver(build);
  themeObserver.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  const stops = [
    store.subscribe(
      (state) => [state.spec.optimizers.map(({ id }) => id), state.view.hidden, state.view.colors],
      build,
    ),
    store.subscribe((state) => state.spec.surface, build),
  ];
  build();
  void import('uplot').then((module) => {
    if (isDisposed) return;
    Plot = module.default;
    build();
  });

  return {
    push(summaries) {
      data.push(summaries);
      timer ??= setTimeout(redraw, REDRAW_MS);
    },
    clear() {
      data.clear();
      timer ??= setTimeout(redraw, REDRAW_MS);
    },
    dispose() {
      isDisposed = true;
      clearTimeout(timer);
      observer.disconnect();
      themeObserver.disconnect();
      for (const stop of stops.splice(0)) stop();
      chart?.destroy();
      container.replaceChildren();
    },
  };
}

/** Loss of the global minimum, where the catalogue knows it for these parameters. */
const knownMinimum = ({ spec: { surface } }: AppState): number | null =>
  planSurface(surface).minima[0]?.loss ?? null;

function scaleNote({ kind, offset, floor, ceiling }: CurveScale): string {
  const top = Number.isFinite(ceiling) ? ' What rises above 1000 × the start leaves the plot.' : '';
  if (kind === 'asinh')
    return `No minimum is known and some losses are not positive: logarithmic both ways, linear about 0.${top}`;
  if (kind === 'linear') return 'Linear axis.';
  const above = offset === 0 ? '' : ` Loss above the known minimum ${formatNumber(offset)}.`;
  return `Logarithmic axis; values below ${formatNumber(floor)} are drawn there.${above} Line: median; band: 5–95 %.${top}`;
}
