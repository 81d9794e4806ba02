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

const tabs = [
  { id: 'race', title: 'Race', controls: 'comparison-race' },
  { id: 'tuning', title: 'Tuning', controls: 'comparison-tuning' },
] as const;

/** The panel that compares teams: a race to a loss, and a fair search for everybody's learning rate. */
export function createCompare(store: Store, actions: CompareActions): HTMLElement {
  const job = createJob();
  const target = createTargetField(store);
  const race = createRacePage(store, job, target, actions.race);
  const tuning = createTuningPage(store, job, target, actions.tune);
  const pages = { race, tuning };
  const row = createTabs('Comparison', tabs, (id) => select(id === 'tuning' ? 'tuning' : 'race'));
  const bodies = tabs.map(({ id, title, controls }) =>
    h(
      'div.comparison-page',
      { id: controls, role: 'tabpanel', 'aria-label': title },
      pages[id].controls,
      pages[id].element,
    ),
  );
  const select = (id: 'race' | 'tuning') => {
    row.mark(id);
    bodies.forEach((body, i) => {
      body.hidden = tabs[i]!.id !== id;
    });
  };
  select('race');
  return h(
    'div.comparison',
    {},
    h('div.comparison-head', {}, row.element, target.element),
    job.element,
    ...bodies,
  );
}
