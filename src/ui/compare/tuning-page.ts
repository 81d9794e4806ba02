import type { Watch } from '../../engine/run-out.ts';
import type { RunSpec } from '../../engine/run-spec.ts';
import { nameOf, type TeamName, teamNames } from '../../engine/team-names.ts';
import type { TuneRequest, Tuning } from '../../engine/tune.ts';
import { equal } from '../../state/equal.ts';
import type { Store } from '../../state/store.ts';
import { adoptRates, ratesToTry, withoutRates } from '../../state/tuned-rates.ts';
import { createSelect, wrapSelect } from '../controls/select-field.ts';
import { h, setText } from '../dom.ts';
import { formatCount } from '../format.ts';
import { colorOfTeam } from '../theme.ts';
import { type TuningRow, tuningColumns, tuningRows } from './columns.ts';
import type { ComparisonPage } from './compare.ts';
import type { Job } from './job.ts';
import { knowledgeSentence } from './knowledge.ts';
import { createRateChart } from './rate-chart.ts';
import { createReport } from './report.ts';
import { sourceLine } from './source-line.ts';
import type { TargetField } from './target-field.ts';
import { targetSentence } from './target-sentence.ts';

/** What a person may choose; fewer are quicker, and say less. */
const RATE_COUNTS = [64, 128, 256, 512];
const START_COUNTS = [100, 300, 1000, 3000];
const DECADES = [3, 6, 9, 12];

/** The learning rate that serves each team best, and how much it matters. */
export function createTuningPage(
  store: Store,
  job: Job,
  target: TargetField,
  tune: (spec: RunSpec, request: TuneRequest, watch: Watch) => Promise<Tuning>,
): ComparisonPage {
  let result: Tuning | null = null;
  const chosen = { rates: 256, starts: 1000, decades: 6 };
  const menu = (name: keyof typeof chosen, title: string, values: readonly number[]) => {
    const choices = values.map((value) => ({ value: String(value), label: formatCount(value) }));
    const select = createSelect(name, choices, (value) => {
      chosen[name] = Number(value);
    });
    select.value = String(chosen[name]);
    return { select, field: h('label.contest-field', { title }, wrapSelect(select), name) };
  };
  const rates = menu('rates', 'Learning rates that each team tries, at equal ratios.', RATE_COUNTS);
  const starts = menu(
    'starts',
    'Starts that each learning rate is tried from, of the kind the run has.',
    START_COUNTS,
  );
  const decades = menu('decades', 'Powers of ten from the lowest to the highest learning rate.', DECADES);

  const chart = createRateChart();
  const adopt = h('button.text-button', { type: 'button', onclick: () => useBest() }, 'Use the best rates');
  const widen = h('button.text-button', { type: 'button', hidden: true, onclick: () => tryWider() });
  const edge = h('p.contest-stale', { role: 'status', hidden: true });
  const report = createReport<TuningRow>('Tuning', [edge, chart.element], [adopt, widen]);
  report.say(
    'Every team gets the same number of learning rates, each from the same starts for the same steps. The table says which serves it best, and how wide the band is that serves as well.',
  );

  const start = h('button.text-button.primary', { type: 'button', onclick: () => begin() }, 'Start tuning');
  const begin = () => {
    if (!target.isValid()) return;
    const { spec } = store.get();
    const request = {
      rates: ratesToTry(spec, chosen.rates, chosen.decades),
      starts: chosen.starts,
      target: target.value(),
    };
    job.begin('Tuning', (watch) => tune(spec, request, watch), show, report.fail);
  };
  const wider = () => DECADES.find((more) => more > chosen.decades);
  const tryWider = () => {
    chosen.decades = wider() ?? chosen.decades;
    decades.select.value = String(chosen.decades);
    begin();
  };
  const useBest = () => {
    if (result !== null) store.update((state) => adoptRates(state, bestRates(result!)));
  };

  const show = (next: Tuning) => {
    result = next;
    target.suggest(next.target);
    const { optimizers } = next.spec;
    const names = teamNames(withoutRates(next.spec).optimizers, []);
    const colors = optimizers.map((_, team) => colorOfTeam(store.get(), team));
    const line = sourceLine(store, next.spec, next.starts, next.target);
    report.show(tuningColumns, tuningRows(next, names), colors, line);
    chart.show(next, colors);
    warn(next, names);
    report.say(
      `${formatCount(next.teams[0]!.outcomes.length)} rates × ${formatCount(next.starts)} starts × ${formatCount(next.spec.steps)} steps per team. ${targetSentence(next.target)} ${knowledgeSentence(optimizers)}`.trim(),
    );
    judge();
  };
  /** The best rate may lie beyond a grid at whose end it was found, or be an accident. */
  const warn = ({ teams }: Tuning, names: readonly TeamName[]) => {
    const atEdge = teams.flatMap(({ best, outcomes, band }, team) => {
      const isEnd = best === 0 || best === outcomes.length - 1;
      return isEnd && band !== null ? [nameOf(names[team]!)] : [];
    });
    const alone = teams.flatMap(({ band }, team) => (band?.isAlone ? [nameOf(names[team]!)] : []));
    const more = wider();
    const warnings = [
      atEdge.length > 0 &&
        `The best rate of ${atEdge.join(' and of ')} lies at the end of the grid: there may be a better one beyond.`,
      alone.length > 0 &&
        `The best rate of ${alone.join(' and of ')} stands alone: the rates on both sides are significantly worse, and a slightly other run may do as badly with it.`,
    ].filter((warning) => warning !== false);
    edge.hidden = warnings.length === 0;
    setText(edge, warnings.join(' '));
    widen.hidden = atEdge.length === 0 || more === undefined;
    setText(widen, `Widen to ${more} decades`);
  };
  const judge = () => {
    if (result === null) return;
    const { spec } = store.get();
    const stale = !equal(withoutRates(result.spec), withoutRates(spec));
    report.setStale(stale);
    const best = bestRates(result);
    adopt.disabled =
      stale || best.every((rate, team) => rate === null || spec.optimizers[team]?.hyper.lr === rate);
  };
  store.subscribe(({ spec }) => spec, judge);
  job.onChange((busy) => {
    start.disabled = busy;
    widen.disabled = busy;
  });

  return { start, options: [rates.field, starts.field, decades.field], element: report.element };
}

/** Null where a team's best rate is no better than any other, since none leads anywhere. */
const bestRates = ({ teams }: Tuning): (number | null)[] =>
  teams.map(({ outcomes, best }) => {
    const { rate, medianLoss } = outcomes[best]!;
    return Number.isFinite(medianLoss) ? rate : null;
  });
