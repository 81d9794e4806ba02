import type { TeamSummary } from '../engine/engine.ts';
import { nameOf, type TeamName, teamNames } from '../engine/team-names.ts';
import { toggleTeam } from '../state/edits.ts';
import type { Store } from '../state/store.ts';
import { h, setAttribute, setText } from './dom.ts';
import { createFoldButton } from './fold.ts';
import { formatNumber, formatShare } from './format.ts';
import { icon } from './icons.ts';
import { wholePercents } from './largest-remainder.ts';
import { colorOfTeam } from './theme.ts';

export interface Legend {
  /** One summary per team, in the order of the teams; too few or too many are ignored. */
  update(summaries: readonly TeamSummary[]): void;
  dispose(): void;
}

interface Row {
  element: HTMLElement;
  show(summary: TeamSummary): void;
}

/**
 * Per team its colour, rate, the shares of what its trajectories do, and the best loss; a click shows or hides it.
 * @param inspectBest looks into the trajectory of a team that has the lowest loss
 */
export function createLegend(
  container: HTMLElement,
  store: Store,
  inspectBest: (team: number) => void,
): Legend {
  let rows: Row[] = [];
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
  };
  rebuild();
  const stop = store.subscribe(
    (state) => [state.spec.optimizers, state.view.hidden, state.view.colors],
    rebuild,
  );
  return {
    update(summaries) {
      summaries.forEach((summary, team) => {
        rows[team]?.show(summary);
      });
    },
    dispose() {
      stop();
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
  const best = h('span.best', {}, '–');
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
    h('kbd', {}, team < 9 ? String(team + 1) : ''),
  );
  return {
    element,
    show({ counts, best: lowest }) {
      const total = counts[0] + counts[1] + counts[2] + counts[3];
      const share = (count: number) => (total === 0 ? 0 : count / total);
      const away = counts[2] + counts[3];
      setAttribute(converged, 'style', `width: ${100 * share(counts[1])}%`);
      setAttribute(running, 'style', `width: ${100 * share(counts[0])}%`);
      setAttribute(lost, 'style', `width: ${100 * share(away)}%`);
      showShares(shares, shareText(counts[1], counts[0], counts[2], counts[3]));
      setText(best, Number.isFinite(lowest) ? formatNumber(lowest, 3) : '–');
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

/** How many do what, as shares that add up to 100 %; what nothing does is not mentioned. */
export function shareText(converged: number, running: number, diverged: number, nonFinite: number): string {
  const parts: [number, string][] = [
    [converged, 'converged'],
    [running, 'running'],
    [diverged, 'diverged'],
    [nonFinite, 'non-finite'],
  ];
  const total = parts.reduce((sum, [count]) => sum + count, 0);
  const percents = wholePercents(parts.map(([count]) => count));
  const present = parts.flatMap(([count, name], i) =>
    count > 0 ? [`${formatShare(count / total, percents[i])} ${name}`] : [],
  );
  return present.length === 0 ? '–' : present.join(' · ');
}
