import type { Race } from '../../engine/race.ts';
import type { Watch } from '../../engine/run-out.ts';
import type { RunSpec } from '../../engine/run-spec.ts';
import type { TuneRequest, Tuning } from '../../engine/tune.ts';
import type { Store } from '../../state/store.ts';
import { h } from '../dom.ts';
import { createTabs } from '../tabs.ts';
import { createJob } from './job.ts';
import { createRacePage } from './race-page.ts';
import { createTargetField } from './target-field.ts';
import { createTuningPage } from './tuning-page.ts';

/** The work itself, which needs an engine. */
export interface CompareActions {
  race(spec: RunSpec, target: number | null, watch: Watch): Promise<Race>;
  tune(spec: RunSpec, request: TuneRequest, watch: Watch): Promise<Tuning>;
}

/** One of the ways to compare. */
export interface ComparisonPage {
  /** The button that begins. */
  start: HTMLButtonElement;
  /** What may be chosen before, besides the target. */
  options: readonly HTMLElement[];
  /** What came of it. */
  element: HTMLElement;
}

const tabs = [
  { id: 'race', title: 'Race', controls: 'contest-race' },
  { id: 'tuning', title: 'Tuning', controls: 'contest-tuning' },
] as const;

/**
 * The panel that compares teams: a race to a loss, and a fair search for everybody's learning rate.
 * @param enlarge makes room for the first table; after that, how large it is is the person's choice
 */
export function createCompare(store: Store, actions: CompareActions, enlarge: () => void): HTMLElement {
  const job = createJob();
  const target = createTargetField(store);
  const pages: readonly ComparisonPage[] = [
    createRacePage(store, job, target, actions.race),
    createTuningPage(store, job, target, actions.tune),
  ];
  const row = createTabs('Comparison', tabs, (id) => select(id));
  pages.forEach(({ element }, i) => {
    element.id = tabs[i]!.controls;
    element.setAttribute('role', 'tabpanel');
    element.setAttribute('aria-label', tabs[i]!.title);
  });
  const select = (id: string) => {
    row.mark(id);
    pages.forEach(({ start, options, element }, i) => {
      for (const part of [start, ...options, element]) part.hidden = tabs[i]!.id !== id;
    });
  };
  select('race');
  let isLarge = false;
  job.onChange((busy) => {
    if (busy && !isLarge) enlarge();
    isLarge = true;
  });
  return h(
    'div.contest',
    {},
    h('div.contest-head', {}, row.element, ...pages.map(({ start }) => start)),
    h('div.contest-options', {}, target.element, ...pages.flatMap(({ options }) => options)),
    job.element,
    ...pages.map(({ element }) => element),
  );
}
