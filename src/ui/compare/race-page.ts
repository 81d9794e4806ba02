import type { Race } from '../../engine/race.ts';
import type { Watch } from '../../engine/run-out.ts';
import type { RunSpec } from '../../engine/run-spec.ts';
import { teamNames } from '../../engine/team-names.ts';
import { equal } from '../../state/equal.ts';
import type { Store } from '../../state/store.ts';
import { h } from '../dom.ts';
import { formatCount } from '../format.ts';
import { colorOfTeam } from '../theme.ts';
import { type RaceRow, raceColumns, raceRows } from './columns.ts';
import type { ComparisonPage } from './compare.ts';
import type { Job } from './job.ts';
import { knowledgeSentence } from './knowledge.ts';
import { createReport } from './report.ts';
import { sourceLine } from './source-line.ts';
import type { TargetField } from './target-field.ts';
import { targetSentence } from './target-sentence.ts';

/** Who reaches the target, how often and how fast; and where all end. */
export function createRacePage(
  store: Store,
  job: Job,
  target: TargetField,
  race: (spec: RunSpec, target: number | null, watch: Watch) => Promise<Race>,
): ComparisonPage {
  let result: Race | null = null;
  const report = createReport<RaceRow>('Race');
  report.say(
    'Every team runs from the same starts, for the same steps. The table says what share of each reached the target loss, how fast, and where all of it ended.',
  );

  const start = h('button.text-button.primary', { type: 'button', onclick: () => begin() }, 'Start the race');
  const begin = () => {
    if (!target.isValid()) return;
    const { spec } = store.get();
    job.begin('Racing', (watch) => race(spec, target.value(), watch), show, report.fail);
  };
  const show = (next: Race) => {
    result = next;
    target.suggest(next.target);
    const { optimizers } = next.spec;
    const count = next.teams[0]?.count ?? 0;
    const hasMinima = next.teams.some(({ atMinimum }) => atMinimum !== null);
    report.show(
      raceColumns(hasMinima),
      raceRows(next, teamNames(optimizers)),
      optimizers.map((_, team) => colorOfTeam(store.get(), team)),
      sourceLine(store, next.spec, count, next.target),
    );
    report.say(
      `${formatCount(count)} starts, ${formatCount(next.spec.steps)} steps. ${targetSentence(next.target)} ${knowledgeSentence(optimizers)}`.trim(),
    );
    judge();
  };
  const judge = () => report.setStale(result !== null && !equal(result.spec, store.get().spec));
  store.subscribe(({ spec }) => spec, judge);
  job.onChange((busy) => {
    start.disabled = busy;
  });

  return { start, options: [], element: report.element };
}
