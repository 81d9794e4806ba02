import { BIN_COUNT, type Bins, gradientNormBins, lossBins } from '../../engine/histogram.ts';
import { planSurface } from '../../engine/plan-run.ts';
import { nameOf, teamNames } from '../../engine/team-names.ts';
import type { Store } from '../../state/store.ts';
import { HEADROOM } from '../curve-data.ts';
import type { DockPanel } from '../dock.ts';
import { h, setText } from '../dom.ts';
import { formatCount } from '../format.ts';
import { shareText } from '../share-text.ts';
import { createTabs, type Tab } from '../tabs.ts';
import { colorOfTeam } from '../theme.ts';
import type { History } from './history.ts';
import {
  type Cursor,
  drawPicture,
  type Look,
  layOut,
  momentAt,
  type PictureData,
  type PictureLayout,
  type Quantity,
} from './picture.ts';
import { binsAt, placesOf, rangeText } from './readout.ts';
import { type ValueAxis, valueAxis } from './value-axis.ts';

const tabs: readonly (Tab & { id: Quantity })[] = [
  { id: 'loss', title: 'Loss', controls: 'distribution-plot' },
  { id: 'gradientNorm', title: 'Gradient norm', controls: 'distribution-plot' },
];

/** Redrawing more often than this costs frames and shows nothing new. */
const REDRAW_MS = 100;
/** Smaller than this there is nothing to see, CSS pixels. */
const LEAST_SIZE = 60;
/** Least height of a strip; where not all teams have that much, one of them is shown. */
const LEAST_STRIP = 84;
/** A share of the swarm that no axis is lengthened for, at either end: it lies in the lowest row, or beyond the top. */
const FEW = 1 / 500;
/** Height of what is pointed at: a bin alone may be lower than a pixel. */
const POINTED_HEIGHT = 7;

/** Where somebody points: a strip, how far across it and how far up. */
interface Pointed {
  strip: number;
  across: number;
  up: number;
}

/** Every team's swarm over the steps, as density, and as histograms beside it: of now, or of the step pointed at. */
export function createDistribution(
  store: Store,
  history: History,
): Required<Pick<DockPanel, 'element' | 'onShow' | 'onHide'>> & { dispose(): void } {
  let quantity: Quantity = 'loss';
  let chosen = 0;
  let pointed: Pointed | null = null;
  let shown: { layout: PictureLayout; data: PictureData } | null = null;
  let surface = planSurface(store.get().spec.surface);
  let isVisible = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let request = 0;

  const canvas = h('canvas.distribution-picture');
  const plot = h(
    'div.distribution-plot',
    {
      id: 'distribution-plot',
      role: 'tabpanel',
      tabindex: '0',
      'aria-label': 'Density of the swarm over the steps. Arrow keys look up shares.',
    },
    canvas,
  );
  const readout = h('div.curves-readout', { 'aria-live': 'polite' });
  const label = h('span.curves-label');
  const team = h('select.distribution-team', {
    'aria-label': 'Team that is shown',
    onchange: () => {
      chosen = Number(team.value);
      draw();
    },
  });
  const row = createTabs('Quantity', tabs, (id) => {
    quantity = tabs.find((tab) => tab.id === id)?.id ?? quantity;
    row.mark(quantity);
    draw();
  });
  row.mark(quantity);
  const element = h(
    'div.distribution',
    {},
    h('div.curves-head', {}, row.element, team),
    h('div.curves-note', {}, label, readout),
    plot,
  );

  const draw = () => {
    clearTimeout(timer);
    timer = undefined;
    const { clientWidth: width, clientHeight: height } = plot;
    const context = canvas.getContext('2d');
    if (!isVisible || context === null || width < LEAST_SIZE || height < LEAST_SIZE) return;
    const { spec, view } = store.get();
    const names = teamNames(spec.optimizers).map(nameOf);
    const teams = names.flatMap((_, index) =>
      view.hidden.includes(index) ? [] : [{ index, color: colorOfTeam({ view }, index) }],
    );
    const fitsAll = height >= LEAST_STRIP * teams.length;
    if (!teams.some(({ index }) => index === chosen)) chosen = teams[0]?.index ?? 0;
    showTeams(fitsAll ? [] : teams.map(({ index }) => ({ index, name: names[index]! })));
    const bins = quantity === 'loss' ? lossBins(surface) : gradientNormBins;
    const axis = valueAxis(bins, filledBins(), ceilingAbove(bins));
    const data: PictureData = {
      ...{ steps: history.steps, points: history.points, quantity, bins, axis },
      teams: fitsAll ? teams : teams.filter(({ index }) => index === chosen),
      beside: teams,
    };
    describe(bins, axis);
    const ratio = devicePixelRatio;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    if (data.teams.length === 0 || data.points.length === 0) {
      shown = null;
      setText(readout, '');
      return;
    }
    const layout = layOut(width, height, data.teams.length);
    shown = { layout, data };
    const cursor = cursorOf(shown, pointed);
    drawPicture(context, layout, data, lookOf(element), cursor, ratio);
    read(shown, cursor);
  };

  /** Once per frame, however often the pointer moves. */
  const drawSoon = () => {
    request ||= requestAnimationFrame(() => {
      request = 0;
      draw();
    });
  };

  const showTeams = (entries: readonly { index: number; name: string }[]) => {
    team.hidden = entries.length < 2;
    const texts = entries.map(({ name }) => name).join('\n');
    if (team.dataset.teams !== texts) {
      team.dataset.teams = texts;
      team.replaceChildren(...entries.map(({ index, name }) => h('option', { value: index }, name)));
    }
    team.value = String(chosen);
  };

  const describe = ({ origin }: Bins, { kind }: ValueAxis) => {
    const name = quantity === 'gradientNorm' ? '‖∇L‖' : origin === 0 ? 'loss' : 'loss − minimum';
    setText(label, kind === 'log' ? name : `${name} (asinh axis)`);
    label.title =
      'Brightness: how large a share of the swarm lies there. Lines: median, and 5 and 95 %. ' +
      'Band below: converged, running, diverged and non-finite. Right: the swarm now, or at the step pointed at.';
  };

  /** First and last that matter. */
  const filledBins = (): [number, number] | null => {
    let [first, last] = [BIN_COUNT, -1];
    for (const summaries of history.points) {
      for (const { histograms } of summaries) {
        const counts = histograms[quantity];
        const few = counts.reduce((sum, count) => sum + count, 0) * FEW;
        let sum = 0;
        const low = counts.findIndex((count) => (sum += count) > few);
        sum = 0;
        const high = counts.findLastIndex((count) => (sum += count) > few);
        if (low < 0) continue;
        first = Math.min(first, low);
        last = Math.max(last, high);
      }
    }
    return last < 0 ? null : [first, last];
  };

  /** As the curves end: what diverges would press all the rest into a line. */
  const ceilingAbove = ({ origin }: Bins): number => {
    const starts = (history.points[0] ?? []).map((summary) => summary[quantity].p95 - origin);
    const highest = Math.max(...starts.filter(Number.isFinite));
    return highest > 0 ? HEADROOM * highest : Number.POSITIVE_INFINITY;
  };

  const cursorOf = (
    { layout, data: { axis, bins, steps } }: NonNullable<typeof shown>,
    at: Pointed | null,
  ): Cursor | null => {
    if (at === null) return null;
    const strip = Math.min(at.strip, layout.strips.length - 1);
    const { top, bottom } = layout.strips[strip]!.strip;
    const range = binsAt(axis, bins, at.up, POINTED_HEIGHT / (bottom - top));
    // Below the strip are the outcomes.
    const interval = at.up < 0 ? null : placesOf(axis, bins, range);
    return { strip, moment: momentAt(steps, at.across), interval };
  };

  const read = ({ layout, data }: NonNullable<typeof shown>, cursor: Cursor | null) => {
    if (cursor === null || pointed === null) return setText(readout, '');
    const { index, color } = data.teams[cursor.strip]!;
    const summary = data.points[cursor.moment]?.[index];
    if (summary === undefined) return setText(readout, '');
    const { top, bottom } = layout.strips[cursor.strip]!.strip;
    const range = binsAt(data.axis, data.bins, pointed.up, POINTED_HEIGHT / (bottom - top));
    const words = pointed.up < 0 ? shareText(summary.counts) : rangeText(summary, quantity, data.bins, range);
    readout.replaceChildren(
      h('span', {}, `step ${formatCount(data.steps[cursor.moment]!)}`),
      h('i', { style: `--team: ${color}` }),
      h('b', {}, words),
    );
  };

  const point = (at: Pointed | null) => {
    pointed = at;
    drawSoon();
  };
  plot.addEventListener('pointermove', ({ clientX, clientY }) => {
    if (shown === null) return;
    const { left, top } = plot.getBoundingClientRect();
    const [x, y] = [clientX - left, clientY - top];
    const { strips } = shown.layout;
    const strip = Math.max(
      0,
      strips.findLastIndex((each) => each.strip.top <= y),
    );
    const box = strips[strip]!.strip;
    point({
      strip,
      across: Math.min(1, Math.max(0, (x - box.left) / (box.right - box.left))),
      up: (box.bottom - y) / (box.bottom - box.top),
    });
  });
  plot.addEventListener('pointerleave', () => point(null));
  plot.addEventListener('blur', () => point(null));
  plot.addEventListener('keydown', (event) => {
    if (shown === null) return;
    const { strips } = shown.layout;
    const { strip, across, up } = pointed ?? { strip: 0, across: 1, up: 0.5 };
    const box = strips[Math.min(strip, strips.length - 1)]!.strip;
    const [dx, dy] = [1 / (box.right - box.left), POINTED_HEIGHT / (box.bottom - box.top)];
    const stride = event.shiftKey ? 10 : 1;
    const moves: Record<string, Pointed> = {
      ArrowLeft: { strip, across: Math.max(0, across - stride * dx), up },
      ArrowRight: { strip, across: Math.min(1, across + stride * dx), up },
      Home: { strip, across: 0, up },
      End: { strip, across: 1, up },
      ArrowUp: { strip, across, up: Math.min(1, up + dy) },
      ArrowDown: { strip, across, up: Math.max(-dy, up - dy) },
      PageUp: { strip: Math.max(0, strip - 1), across, up },
      PageDown: { strip: Math.min(strips.length - 1, strip + 1), across, up },
    };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    point(next);
  });

  const observer = new ResizeObserver(draw);
  observer.observe(plot);
  const themeObserver = new MutationObserver(draw);
  themeObserver.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  const stops = [
    history.onChange(() => {
      if (isVisible) timer ??= setTimeout(draw, REDRAW_MS);
    }),
    store.subscribe(({ spec, view }) => [spec.optimizers, view.hidden, view.colors], drawSoon),
    store.subscribe(
      ({ spec }) => spec.surface,
      (spec) => {
        surface = planSurface(spec);
        drawSoon();
      },
    ),
  ];

  return {
    element,
    onShow() {
      isVisible = true;
      draw();
    },
    onHide() {
      isVisible = false;
    },
    dispose() {
      clearTimeout(timer);
      cancelAnimationFrame(request);
      observer.disconnect();
      themeObserver.disconnect();
      for (const stop of stops.splice(0)) stop();
    },
  };
}

function lookOf(element: HTMLElement): Look {
  const style = getComputedStyle(element);
  const color = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: color('--text'),
    muted: color('--muted'),
    grid: color('--grid'),
    bad: color('--bad'),
    font: style.fontFamily,
  };
}
