import type { TeamSummary } from '../engine/engine.ts';
import { nameOf, type TeamName, teamNames } from '../engine/team-names.ts';
import { toggleTeam } from '../state/edits.ts';
import type { Session } from '../state/session.ts';
import type { Store } from '../state/store.ts';
import { h, setAttribute, setText } from './dom.ts';
import { createFoldButton } from './fold.ts';
import { formatNumber } from './format.ts';
import { icon } from './icons.ts';
import { shareText } from './share-text.ts';
import { colorOfTeam } from './theme.ts';

export interface Legend {
  /** One summary per team, in the order of the teams; too few or too many are ignored. */
  update(summaries: readonly TeamSummary[]): void;
  /** Another run begins, or the same one again. */
  begin(): void;
  dispose(): void;
}

interface Row {
  element: HTMLElement;
  /**
   * @param lowest of the best losses so far
   * @param unfinished what trajectories do that neither rest nor are lost
   */
  show(summary: TeamSummary, lowest: number, unfinished: string): void;
}

/**
 * Per team its colour, rate, the shares of what its trajectories do, and the best loss; a click shows or hides it.
 * @param inspectBest looks into the trajectory of a team that has the lowest loss
 */
export function createLegend(
  container: HTMLElement,
  store: Store,
  session: Session,
  inspectBest: (team: number) => void,
): Legend {
  let rows: Row[] = [];
  let latest: readonly TeamSummary[] = [];
  let lowest: number[] = [];
  const body = h('div.legend-body');
  container.replaceChildren(
    h(
      'div.legend-head',
      {},
      h('span', {}, 'Teams'),
      createFoldButton(container, 'legend'),
      h('span.legend-head-best', {}, 'best loss'),
    ),
    body,
  );
  const show = () => {
    const { stop } = store.get().spec;
    const canConverge = stop.gradientNorm > 0 || stop.loss !== null;
    const atEnd = canConverge ? 'not converged' : 'took all steps';
    const unfinished = session.run.get().finished ? atEnd : 'running';
    latest.forEach((summary, team) => {
      rows[team]?.show(summary, lowest[team]!, unfinished);
    });
  };
  const rebuild = () => {
    const { spec, view } = store.get();
    const names = teamNames(spec.optimizers);
    rows = names.map((name, team) =>
      createRow(name, team, colorOfTeam(store.get(), team), view.hidden.includes(team), () =>
        store.update((state) => toggleTeam(state, team)),
      ),
    );
    // A tall dock below leaves room for as many lines.
    container.parentElement?.style.setProperty('--team-count', String(names.length));
    body.replaceChildren(
      ...rows.map(({ element }, team) =>
        h(
          'div.legend-item',
          {},
          element,
          createInspectButton(names[team]!, () => inspectBest(team)),
        ),
      ),
    );
    show();
  };
  rebuild();
  const stops = [
    store.subscribe(
      ({ spec }) => spec.optimizers,
      () => {
        // Of other teams.
        latest = [];
        rebuild();
      },
    ),
    store.subscribe(({ view }) => [view.hidden, view.colors], rebuild),
    session.run.subscribe(show),
  ];
  return {
    update(summaries) {
      latest = summaries;
      lowest = summaries.map(({ best }, team) => Math.min(best, lowest[team] ?? Number.POSITIVE_INFINITY));
      show();
    },
    begin() {
      latest = [];
      lowest = [];
    },
    dispose() {
      for (const stop of stops) stop();
      container.replaceChildren();
    },
  };
}

function createInspectButton(name: TeamName, inspect: () => void): HTMLElement {
  const words = `Look into the best trajectory of ${nameOf(name)}`;
  return h(
    'button.icon-button.legend-inspect',
    { type: 'button', title: words, 'aria-label': words, onclick: inspect },
    icon('inspect'),
  );
}

function createRow(name: TeamName, team: number, color: string, hidden: boolean, toggle: () => void): Row {
  const converged = h('i.bar-converged');
  const running = h('i.bar-running');
  const lost = h('i.bar-lost');
  const shares = h('span.shares', {}, '–');
  const best = h('span.best', { title: 'Lowest loss of a trajectory inside the domain, now' }, '–');
  const ever = h('span.best-so-far', {
    hidden: true,
    title: 'The lowest that was seen so far: the swarm is looked at some times a second, not at every step',
  });
  const element = h(
    'button.legend-row',
    {
      type: 'button',
      'aria-pressed': String(!hidden),
      title: `${hidden ? 'Show' : 'Hide'} ${nameOf(name)}${team < 9 ? `: key ${team + 1}` : ''}`,
      onclick: toggle,
      style: `--team: ${color}`,
    },
    h('span.dot'),
    h('span.name', {}, name.title, h('small', {}, name.detail)),
    best,
    h('span.bar', { 'aria-hidden': 'true' }, converged, running, lost),
    shares,
    ever,
    h('kbd', {}, team < 9 ? String(team + 1) : ''),
  );
  return {
    element,
    show({ counts, best: now }, lowest, unfinished) {
      const total = counts[0] + counts[1] + counts[2] + counts[3];
      const share = (count: number) => (total === 0 ? 0 : count / total);
      const away = counts[2] + counts[3];
      setAttribute(converged, 'style', `width: ${100 * share(counts[1])}%`);
      setAttribute(running, 'style', `width: ${100 * share(counts[0])}%`);
      setAttribute(lost, 'style', `width: ${100 * share(away)}%`);
      showShares(shares, shareText(counts, unfinished));
      const [nowText, everText] = [now, lowest].map((loss) =>
        Number.isFinite(loss) ? formatNumber(loss, 3) : '–',
      ) as [string, string];
      setText(best, nowText);
      setText(ever, `lowest ${everText}`);
      ever.hidden = everText === nowText;
    },
  };
}

/** Each share on one line, and the line broken between shares where they do not fit beside each other. */
function showShares(element: Element, text: string): void {
  if (element.textContent === text) return;
  element.replaceChildren(
    ...text.split(' · ').flatMap((part, i) => [i === 0 ? '' : ' · ', h('span', {}, part)]),
  );
}
