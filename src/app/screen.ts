import type { TeamSummary } from '../engine/engine.ts';
import type { Plan } from '../engine/plan.ts';
import { inspectStep, inspectTrajectory } from '../state/edits.ts';
import type { Session } from '../state/session.ts';
import type { Store } from '../state/store.ts';
import { createCurves } from '../ui/curves.ts';
import { createHistory, type History } from '../ui/distribution/history.ts';
import { createDock, type Dock } from '../ui/dock.ts';
import { h } from '../ui/dom.ts';
import { createHoverCard, type HoverCard } from '../ui/hover-card.ts';
import { createInspector, type Inspector } from '../ui/inspector/inspector.ts';
import { createSheetTabs } from '../ui/layout.ts';
import { createLegend } from '../ui/legend.ts';
import { createStatusBar, type StatusBar } from '../ui/status-bar.ts';
import { createPointInfo, type PointInfo } from './point-info.ts';

/** Below this width the cards leave the scene alone: see the style sheet. */
const NARROW = '(max-width: 999px)';

/**
 * The cards on the left leave room between and beside them: the scene may pass under a fifth of their width, unless the
 * dock is tall.
 */
const LEFT_SHARE = 0.8;

/** The cards that show a run. They outlive a lost device. */
export interface Screen {
  /** Where panels about the run are added. */
  readonly dock: Dock;
  readonly status: StatusBar;
  readonly hover: HoverCard;
  readonly inspector: Inspector;
  /** Histograms of the run so far. */
  readonly history: History;
  /** Another run begins, or the same one again. */
  begin(plan: Plan): void;
  summarize(summaries: readonly TeamSummary[]): void;
  /** What the surface of the current run is like at a point; null before the first run. */
  pointInfo(x: number, y: number): PointInfo | null;
  /** What `insets` depends on, besides the scene's own size. */
  readonly cards: readonly HTMLElement[];
  /** What cards cover of the scene, CSS pixels. */
  insets(): { left: number; right: number; top: number; bottom: number };
}

export interface ScreenActions {
  /** Looks into the trajectory of a team that has the lowest loss now. */
  inspectBest(team: number): void;
  /** Shows a text that somebody asks for. */
  explain(text: string): void;
}

export function createScreen(
  store: Store,
  session: Session,
  { inspectBest, explain }: ScreenActions,
): Screen {
  const element = (id: string) => document.getElementById(id)!;
  const legend = createLegend(element('legend'), store, session, inspectBest);
  const history = createHistory();
  const dock = createDock(element('dock'));
  const plots = h('div', { id: 'curves' });
  const curves = createCurves(plots, store);
  dock.add({ id: 'curves', title: 'Curves', element: plots });
  const inspector = createInspector({
    inspect: (chosen) => store.update((state) => inspectTrajectory(state, chosen)),
    inspectBest,
    showStep: (step) => store.update((state) => inspectStep(state, step)),
    close: () => store.update((state) => inspectTrajectory(state, null)),
  });
  const inspectorTab = dock.add({
    id: 'inspector',
    title: 'Inspector',
    element: inspector.element,
    onShow: () => inspector.setVisible(true),
    onHide: () => inspector.setVisible(false),
  });
  const openInspector = () => {
    inspectorTab.select();
    dock.enlarge();
    sheets.select('dock');
  };
  store.subscribe(
    ({ view }) => view.inspect !== null,
    (isInspecting) => {
      if (isInspecting) openInspector();
    },
  );
  const status = createStatusBar(element('status'), explain);
  const hover = createHoverCard(element('hover'));
  const sheets = createSheetTabs(element('app'));
  if (store.get().view.inspect !== null) openInspector();
  const narrow = matchMedia(NARROW);
  let info: ((x: number, y: number) => PointInfo) | null = null;

  return {
    dock,
    status,
    hover,
    inspector,
    history,
    cards: [element('legend'), element('dock')],
    begin(plan) {
      legend.begin();
      curves.clear();
      history.clear();
      info = createPointInfo(plan.surface);
    },
    summarize(summaries) {
      legend.update(summaries);
      curves.push(summaries);
      history.push(summaries);
    },
    pointInfo: (x, y) => info?.(x, y) ?? null,
    insets() {
      const stage = element('stage').getBoundingClientRect();
      const header = element('header').getBoundingClientRect();
      const top = Math.max(0, header.bottom - stage.top);
      if (narrow.matches) return { left: 0, right: 0, top, bottom: 0 };
      const panel = element('panel').getBoundingClientRect();
      const footer = element('status').getBoundingClientRect();
      const cards = element('dock').getBoundingClientRect();
      return {
        left: Math.max(0, cards.right - stage.left) * (dock.isTall ? 1 : LEFT_SHARE),
        right: Math.max(0, stage.right - panel.left),
        top,
        bottom: Math.max(0, stage.bottom - footer.top),
      };
    },
  };
}
