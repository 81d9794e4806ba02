import { setScheduleParam } from '../../state/edits.ts';
import type { Session } from '../../state/session.ts';
import type { Store } from '../../state/store.ts';
import { h, setText } from '../dom.ts';
import { formatCount, formatNumber } from '../format.ts';
import { svg } from '../svg.ts';
import { colorOfTeam } from '../theme.ts';
import { createCompareMenu } from './compare-menu.ts';
import { endNote } from './end-note.ts';
import { createFrame, drawAxes, type Frame } from './frame.ts';
import { drawGhosts, linePath } from './ghosts.ts';
import { createHandleLayer, handleText } from './handles.ts';
import { type HandleMove, moveHandle } from './move-handle.ts';
import { type RateScale, type RateScaleKind, rateScale, shareOf } from './rate-scale.ts';
import { type ScheduleCurves, scheduleCurves } from './schedule-curves.ts';

export interface ScheduleChart {
  element: HTMLElement;
  onShow(): void;
  onHide(): void;
  dispose(): void;
}

/** Smaller than this there is nothing to see, CSS pixels. */
const LEAST_SIZE = 60;
/** An arrow key moves a handle by this share of an axis. */
const STRIDE = 0.01;
/** Doublings of a stride that a parameter which only takes a few values may need to move at all. */
const MOST_DOUBLINGS = 10;
/** Learning rates that there is room to read off. */
const MOST_READ = 4;

/**
 * The learning rate over the whole run, with the current step marked and the schedule's own points to drag. Each value
 * is the schedule's own `factor`.
 */
export function createScheduleChart(store: Store, session: Session): ScheduleChart {
  let compared: readonly string[] = [];
  /** The axis that was asked for, and for which schedule; otherwise the one that suits. */
  let asked: { kind: RateScaleKind; schedule: string } | null = null;
  let shown: { curves: ScheduleCurves; scale: RateScale; frame: Frame } | null = null;
  let isVisible = false;
  /** During a drag the axes rest, or what is dragged would run away from the hand. */
  let isDragging = false;
  let attended: number | null = null;
  let pointed: number | null = null;
  let move: { handle: number; x: number; y: number } | null = null;
  let request = 0;

  const title = h('span.schedule-title');
  const readout = h('div.curves-readout');
  const axis = h('button.tab', { type: 'button', onclick: () => switchAxis() });
  const menu = createCompareMenu((ids) => {
    compared = ids;
    draw();
  });
  const handles = createHandleLayer({
    grab: () => {
      isDragging = true;
    },
    drag: (handle, x, y) => {
      move = { handle, x, y };
      later();
    },
    drop: () => {
      isDragging = false;
      later();
    },
    nudge,
    attend: (handle) => {
      attended = handle;
      showReadout();
    },
  });
  const [axes, ghosts, lines, marker] = [svg('g'), svg('g'), svg('g'), svg('g.schedule-marker')];
  const picture = svg(
    'svg.schedule-picture',
    { role: 'group', 'aria-label': 'Learning rate over the steps of the run' },
    axes,
    ghosts,
    lines,
    marker,
    handles.element,
  );
  picture.addEventListener('pointermove', ({ clientX, target }) => {
    if (shown === null || isDragging) return;
    const { frame } = shown;
    const x = clientX - picture.getBoundingClientRect().left;
    const isFree = x >= frame.left && x <= frame.right && !handles.element.contains(target as Node);
    pointed = isFree ? Math.round(frame.stepAt(x)) : null;
    showMarker();
  });
  picture.addEventListener('pointerleave', () => {
    pointed = null;
    showMarker();
  });
  /** Over the picture: what comes and goes during a drag must not move what is dragged. */
  const rest = h('p.schedule-rest', { hidden: true });
  const plot = h('div.schedule-plot', {}, picture, rest);
  const note = h('p.schedule-note', { hidden: true });
  const element = h(
    'div.schedule',
    { id: 'schedule' },
    h('div.schedule-head', {}, title, axis, menu.element),
    readout,
    plot,
    note,
  );

  /** Once per frame, however often the hand moves. */
  function later(): void {
    if (request !== 0) return;
    request = requestAnimationFrame(() => {
      request = 0;
      if (move !== null) follow(move);
      move = null;
      draw();
    });
  }

  function draw(): void {
    const { clientWidth: width, clientHeight: height } = plot;
    if (!isVisible || width < LEAST_SIZE || height < LEAST_SIZE) return;
    const state = store.get();
    const before = isDragging ? shown : null;
    const curves = scheduleCurves(state, compared, before?.curves.end);
    const wanted = asked?.schedule === curves.schedule.id ? asked.kind : null;
    const scale = before?.scale ?? rateScale([...curves.teams, ...curves.others.map(peakOf)], wanted);
    const frame = createFrame(width, height, curves.end, scale);
    shown = { curves, scale, frame };

    picture.setAttribute('viewBox', `0 0 ${width} ${height}`);
    axes.replaceChildren(...drawAxes(frame, scale, curves.end, curves.run));
    ghosts.replaceChildren(...drawGhosts(curves, frame));
    lines.replaceChildren(
      ...curves.teams.map(({ rates, teams }) =>
        svg('path.schedule-line', {
          d: linePath(curves.steps, rates, frame),
          // A line that teams share has the colour of none.
          style: teams.length === 1 ? `stroke: ${colorOfTeam(state, teams[0]!)}` : undefined,
        }),
      ),
    );
    handles.show(curves, frame);
    setText(title, curves.schedule.title);
    title.title = curves.schedule.description;
    menu.setOwn(curves.schedule.id);
    const other = scale.kind === 'log' ? 'linear' : 'log';
    setText(axis, `axis: ${scale.kind}`);
    axis.title = `The axis of the learning rate is ${words[scale.kind]}. Press to make it ${words[other]}.`;
    note.hidden = curves.schedule.wrapper === undefined;
    setText(note, 'From this line each trajectory reduces its own rate.');
    const remark = endNote(curves);
    rest.hidden = remark === null;
    setText(rest, remark ?? '');
    showMarker();
  }

  /** The step under the pointer, else the step that the run is at. */
  function showMarker(): void {
    if (shown === null) return;
    const { curves, frame } = shown;
    const step = pointed ?? Math.min(session.run.get().step, curves.end);
    const x = frame.x(step);
    marker.replaceChildren(
      svg('line', { x1: x, x2: x, y1: frame.top, y2: frame.bottom }),
      ...ratesAt(curves, step).map((rate) => svg('circle', { cx: x, cy: frame.y(rate), r: 3 })),
    );
    showReadout();
  }

  function showReadout(): void {
    if (shown === null) return;
    const { curves } = shown;
    const handle = attended === null ? undefined : curves.handles[attended];
    if (handle !== undefined && pointed === null) {
      readout.replaceChildren(`${handle.title}: `, h('b', {}, handleText(handle, curves.params)));
      return;
    }
    const step = pointed ?? Math.min(session.run.get().step, curves.end);
    const rates = ratesAt(curves, step).slice(0, MOST_READ);
    readout.replaceChildren(
      h('span', {}, `step ${formatCount(step)}`),
      ...rates.flatMap((rate, k) => {
        const [team] = curves.teams[k]!.teams;
        const isAlone = curves.teams[k]!.teams.length === 1;
        return [
          h('i', { style: `--team: ${isAlone ? colorOfTeam(store.get(), team!) : 'var(--text)'}` }),
          h('b', {}, formatNumber(rate, 3)),
        ];
      }),
    );
  }

  function follow({ handle, x, y }: { handle: number; x: number; y: number }): void {
    if (shown === null) return;
    const { frame } = shown;
    change({ handle, step: frame.stepAt(x), factor: factorOf(frame.rateAt(y)) });
  }

  function nudge(handle: number, right: number, up: number): void {
    if (shown === null) return;
    const { curves, frame } = shown;
    const { step, rate } = curves.handles[handle]!;
    const stride = Math.max(1, STRIDE * curves.end);
    for (let k = 0; k < MOST_DOUBLINGS; k++) {
      const moved =
        right === 0
          ? {
              factor: factorOf(
                frame.rateAt(frame.y(rate) - up * 2 ** k * STRIDE * (frame.bottom - frame.top)),
              ),
            }
          : { step: Math.round(step) + right * 2 ** k * stride };
      if (change({ handle, ...moved })) return;
    }
  }

  /** @returns whether anything has changed */
  function change(wanted: Omit<HandleMove, 'looksSame'>): boolean {
    if (shown === null) return false;
    const { curves, scale, frame } = shown;
    const [{ lr }] = curves.teams as [ScheduleCurves['teams'][number]];
    const pixels = (factor: number) => shareOf(factor * lr, scale) * (frame.bottom - frame.top);
    const looksSame = (a: number, b: number) => Math.abs(pixels(a) - pixels(b)) < 0.5;
    const changed = Object.entries(
      moveHandle(curves.schedule, curves.params, curves.run, { ...wanted, looksSame }),
    );
    const standard = (name: string) => curves.schedule.params.find((spec) => spec.name === name)!.default;
    store.update((state) =>
      changed.reduce((next, [name, value]) => setScheduleParam(next, name, value, standard(name)), state),
    );
    return changed.length > 0;
  }

  /** No factor makes anything of a learning rate of zero. */
  function factorOf(rate: number): number | undefined {
    const lr = shown?.curves.teams[0]?.lr ?? 0;
    return lr > 0 ? rate / lr : undefined;
  }

  function switchAxis(): void {
    if (shown === null) return;
    const { curves, scale } = shown;
    asked = { kind: scale.kind === 'log' ? 'linear' : 'log', schedule: curves.schedule.id };
    draw();
  }

  const observer = new ResizeObserver(later);
  observer.observe(plot);
  const stops = [
    store.subscribe(({ spec: { schedule, steps, optimizers }, view: { hidden, colors } }) => {
      return [schedule, steps, optimizers, hidden, colors];
    }, later),
    session.run.subscribe(() => {
      if (isVisible && pointed === null) showMarker();
    }),
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
      cancelAnimationFrame(request);
      observer.disconnect();
      for (const stop of stops.splice(0)) stop();
      element.remove();
    },
  };
}

const words: Readonly<Record<RateScaleKind, string>> = { log: 'logarithmic', linear: 'linear' };

/** How high another schedule rises the axis must show; how far it falls says nothing of this one. */
const peakOf = ({ lr, rates }: { lr: number; rates: readonly number[] }) => ({
  lr,
  rates: [Math.max(...rates)],
});

const ratesAt = ({ teams, schedule, params }: ScheduleCurves, step: number): number[] =>
  teams.map(({ lr }) => lr * schedule.factor(params, step));
