import { RavineError } from '../core/errors.ts';
import { FLOAT32_MAX } from '../core/float32.ts';
import type { Engine } from '../engine/engine.ts';
import { parseJson } from '../engine/parse-json.ts';
import { parseRunSpec } from '../engine/parse-run-spec.ts';
import { type Race, race } from '../engine/race.ts';
import type { Watch } from '../engine/run-out.ts';
import type { RunSpec } from '../engine/run-spec.ts';
import { nameOf, teamNames } from '../engine/team-names.ts';
import { assertCountable, type Tuning, tune } from '../engine/tune.ts';
import { ratesToTry, withoutRates } from '../state/tuned-rates.ts';
import { captionOf } from '../ui/compare/caption.ts';
import {
  type Column,
  raceColumns,
  raceRows,
  type TeamRow,
  tuningColumns,
  tuningRows,
} from '../ui/compare/columns.ts';
import { knowledgeSentence } from '../ui/compare/knowledge.ts';
import { targetSentence } from '../ui/compare/target-sentence.ts';
import { tableCsv, tableMarkdown } from '../ui/compare/write-table.ts';
import { formatCount } from '../ui/format.ts';
import { finiteNumber, oneOf, parseArguments, positiveInteger } from './arguments.ts';
import { exitCodes } from './exit-codes.ts';
import { readInput } from './input.ts';
import { engineKinds, withEngine } from './open-engine.ts';
import { createProgress } from './progress.ts';
import { table } from './table.ts';
import type { Verb } from './verb.ts';

const formats = ['table', 'markdown', 'csv', 'json'] as const;
type Format = (typeof formats)[number];

/** `ravine compare [FILE|-] [--engine cpu|gpu] [--target LOSS] [--tune …] [--format …]` */
export const compareVerb: Verb = async (args, { output, stdin, stderr }) => {
  const { values, positionals } = parseArguments(
    args,
    {
      engine: { type: 'string', default: 'cpu' },
      target: { type: 'string' },
      tune: { type: 'boolean', default: false },
      rates: { type: 'string' },
      starts: { type: 'string' },
      decades: { type: 'string' },
      format: { type: 'string', default: 'table' },
      json: { type: 'boolean', default: false },
    },
    1,
  );
  const kind = oneOf('--engine', values.engine, engineKinds);
  const format = values.json ? 'json' : oneOf('--format', values.format, formats);
  const target =
    values.target === undefined
      ? null
      : finiteNumber('--target', values.target, { min: -FLOAT32_MAX, max: FLOAT32_MAX });
  if (!values.tune) assertNoTuning(values);
  const rates = positiveInteger('--rates', values.rates ?? '256', 2);
  const starts = positiveInteger('--starts', values.starts ?? '1000');
  const decades = finiteNumber('--decades', values.decades ?? '6', { min: 0.1, max: 30 });
  const spec = parseRunSpec(parseJson(await readInput(positionals[0], stdin)));

  const progress = createProgress('compare', stderr);
  const watch: Watch = { onProgress: (fraction) => progress.update(`${Math.floor(100 * fraction)} %`) };
  const work = async (engine: Engine): Promise<string> => {
    if (!values.tune) return raceText(await race(engine, spec, target, watch), format, kind);
    // Before the rates are laid out: a typing error may ask for more of them than there is memory.
    assertCountable(
      rates,
      spec.starts.kind === 'points' ? Math.min(spec.starts.points.length, starts) : starts,
    );
    const request = { rates: ratesToTry(spec, rates, decades), starts, target };
    return tuningText(await tune(engine, spec, request, watch), format, kind);
  };
  const text = await withEngine(kind, work);
  progress.done();
  await output.write(text);
  return exitCodes.success;
};

function assertNoTuning(values: Readonly<Record<string, unknown>>): void {
  const given = ['rates', 'starts', 'decades'].find((name) => values[name] !== undefined);
  if (given === undefined) return;
  throw new RavineError('bad-input', 'It is only for tuning learning rates.', {
    field: `--${given}`,
    cure: 'Add --tune.',
  });
}

function raceText(result: Race, format: Format, engine: string): string {
  if (format === 'json') return jsonText(engine, result);
  const columns = raceColumns(result.teams.some(({ atMinimum }) => atMinimum !== null));
  const rows = raceRows(result, teamNames(result.spec.optimizers));
  const { spec, target, teams } = result;
  const head = `${formatCount(teams[0].count)} starts, ${formatCount(spec.steps)} steps. ${targetSentence(target)}`;
  return tableText(format, { head, caption: captionOf(spec, teams[0].count, target), spec }, columns, rows);
}

function tuningText(result: Tuning, format: Format, engine: string): string {
  if (format === 'json') return jsonText(engine, result);
  const rows = tuningRows(result, teamNames(withoutRates(result.spec).optimizers, []));
  const tried = `${result.teams[0].outcomes.length} learning rates × ${formatCount(result.starts)} starts × ${formatCount(result.spec.steps)} steps`;
  const { spec, target, starts } = result;
  const head = `${tried} per team. ${targetSentence(target)}`;
  return tableText(format, { head, caption: captionOf(spec, starts, target), spec }, tuningColumns, rows);
}

/** What a table is of, for people: a head for one beside its command line, a caption for one that is taken elsewhere. */
interface TableAbout {
  head: string;
  caption: string;
  spec: RunSpec;
}

function tableText<Row extends TeamRow>(
  format: Exclude<Format, 'json'>,
  { head, caption, spec }: TableAbout,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): string {
  if (format === 'csv') return tableCsv(columns, rows);
  if (format === 'markdown') return `${caption}\n\n${tableMarkdown(columns, rows)}`;
  const titles = ['team', ...columns.map(({ title }) => title.toLowerCase())];
  const lines = rows.map((row) => [
    nameOf(row.name),
    ...columns.map((column) => [column.text(row), column.note?.(row)].filter(Boolean).join('  ')),
  ]);
  const aligned = titles.map((title, i) => ({
    title,
    align: i === 0 ? ('left' as const) : ('right' as const),
  }));
  const first = `${head} ${knowledgeSentence(spec.optimizers)}`.trim();
  return `${first}\n${table(aligned, lines)}`;
}

/** What never happened, or is no number, is null. */
const jsonText = (
  engine: string,
  { spec, teams, ...rest }: { spec: RunSpec; teams: readonly object[] } & object,
): string =>
  `${JSON.stringify({
    engine,
    spec,
    ...rest,
    teams: teams.map((team, k) => ({ optimizer: spec.optimizers[k].id, ...team })),
  })}\n`;
