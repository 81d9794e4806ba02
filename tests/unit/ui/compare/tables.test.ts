import { describe, expect, it } from 'vitest';
import { wilsonInterval } from '../../../../src/engine/interval.ts';
import { parseRunSpec } from '../../../../src/engine/parse-run-spec.ts';
import type { TeamRace } from '../../../../src/engine/race.ts';
import type { TeamTuning } from '../../../../src/engine/tune.ts';
import { captionOf } from '../../../../src/ui/compare/caption.ts';
import {
  type Column,
  type RaceRow,
  raceColumns,
  type TuningRow,
  tuningColumns,
} from '../../../../src/ui/compare/columns.ts';
import { knowledgeSentence } from '../../../../src/ui/compare/knowledge.ts';
import { isBest, nextSorting, sortRows } from '../../../../src/ui/compare/sort-rows.ts';
import { tableCsv, tableMarkdown } from '../../../../src/ui/compare/write-table.ts';

const never = Number.POSITIVE_INFINITY;

const raceRow = (team: number, title: string, of: Partial<TeamRace> & { reached: number }): RaceRow => ({
  team,
  name: { title, detail: 'lr 0.1' },
  maxSteps: 500,
  count: 1000,
  share: wilsonInterval(of.reached, 1000),
  steps: { p5: 10, median: 20, p95: 30 },
  best: 0.5,
  loss: { p5: 1, median: 2, p95: 3 },
  atMinimum: 7,
  diverged: 0,
  nonFinite: 0,
  ...of,
});

const rows = [
  raceRow(0, 'Adam', { reached: 900, steps: { p5: 10, median: 120.4, p95: never } }),
  raceRow(1, 'SGD, plain', { reached: 400, steps: { p5: 8, median: never, p95: never }, best: never }),
  raceRow(2, 'Lion', { reached: 0, steps: { p5: never, median: never, p95: never }, diverged: 1 }),
];
const columns = raceColumns(true);
const column = <Row>(of: readonly Column<Row>[], title: string): Column<Row> =>
  of.find((candidate) => candidate.title === title)!;
const texts = (title: string) => rows.map(column(columns, title).text);

describe('figures of a race', () => {
  it('are written as people read them', () => {
    expect(texts('Reached')).toEqual(['90.0 %', '40.0 %', '0 %']);
    expect(column(columns, 'Reached').note!(rows[0]!)).toBe('88.0–91.7');
    expect(texts('Steps')).toEqual(['120', '>500', '>500']);
    expect(texts('5–95 %')).toEqual(['10 – >500', '8 – >500', '>500']);
    expect(texts('Best loss')).toEqual(['0.5', '–', '0.5']);
  });
  it('never round away the one that is there, or missing', () => {
    const many = { count: 100_000 };
    const share = (reached: number) =>
      column(columns, 'Diverged').text(raceRow(0, '', { reached: 0, diverged: reached, ...many }));
    expect([share(0), share(1), share(99_999), share(100_000)]).toEqual([
      '0 %',
      '<0.1 %',
      '>99.9 %',
      '100 %',
    ]);
  });
  it('tell who is at a minimum only where one is known', () => {
    expect(columns.map(({ title }) => title)).toContain('At minimum');
    expect(raceColumns(false).map(({ title }) => title)).not.toContain('At minimum');
  });
  it('all have an explanation, and names of their own', () => {
    for (const set of [columns, tuningColumns] as const) {
      for (const { about } of set) expect(about).toMatch(/^[A-Z].*\.$/);
      const fields = set.flatMap((of) => Object.keys(of.fields));
      expect(new Set(fields).size).toBe(fields.length);
      expect(new Set(set.map(({ title }) => title)).size).toBe(set.length);
    }
  });
});

describe('sorting', () => {
  const order = (title: string, direction: 'ascending' | 'descending') =>
    sortRows(rows, { column: column(columns, title), direction }).map(({ team }) => team);
  it('goes by numbers, with equals in the order of the teams', () => {
    expect(order('Reached', 'descending')).toEqual([0, 1, 2]);
    expect(order('Reached', 'ascending')).toEqual([2, 1, 0]);
    expect(order('Steps', 'ascending')).toEqual([0, 1, 2]);
    expect(order('Steps', 'descending')).toEqual([1, 2, 0]);
    expect(order('Diverged', 'descending')).toEqual([2, 0, 1]);
  });
  it('puts what has no value last, either way', () => {
    const medians = [3, Number.NaN, 1, Number.NaN, 2];
    const lost = medians.map((median, team) =>
      raceRow(team, '', { reached: 0, loss: { p5: 0, median, p95: 9 } }),
    );
    const by = column(columns, 'Median loss');
    const sorted = (direction: 'ascending' | 'descending') =>
      sortRows(lost, { column: by, direction }).map(({ team }) => team);
    expect(sorted('ascending')).toEqual([2, 4, 0, 1, 3]);
    expect(sorted('descending')).toEqual([0, 4, 2, 1, 3]);
  });
  it('begins with the best at the top, and turns round', () => {
    const reached = column(columns, 'Reached');
    const first = nextSorting({ column: null, direction: 'ascending' as const }, reached);
    expect(first).toEqual({ column: reached, direction: 'descending' });
    expect(nextSorting(first, reached).direction).toBe('ascending');
    expect(nextSorting(first, column(columns, 'Steps')).direction).toBe('ascending');
  });
});

describe('the best of a column', () => {
  it('is marked, whichever end that is, and nobody where all are equal', () => {
    const best = (title: string) => rows.map((row) => isBest(rows, column(columns, title), row));
    expect(best('Reached')).toEqual([true, false, false]);
    expect(best('Steps')).toEqual([true, false, false]);
    expect(best('Diverged')).toEqual([true, true, false]);
    expect(best('Non-finite')).toEqual([false, false, false]);
    expect(best('5–95 %')).toEqual([false, false, false]);
  });
});

describe('a table as text', () => {
  const few = [column(columns, 'Reached'), column(columns, 'Steps')];
  it('is Markdown with the best in bold', () => {
    expect(tableMarkdown(few, rows.slice(0, 2)).split('\n')).toEqual([
      '| Team | Reached | Steps |',
      '| --- | ---: | ---: |',
      '| Adam (lr 0.1) | **90.0 % (88.0–91.7)** | **120** |',
      '| SGD, plain (lr 0.1) | 40.0 % (37.0–43.1) | >500 |',
      '',
    ]);
  });
  it('is CSV with all digits, quotes where they are needed, and nothing where there is no number', () => {
    const lines = tableCsv(few, rows.slice(0, 2)).split('\n');
    expect(lines[0]).toBe('team,trajectories,reached,share,share low,share high,median steps');
    expect(lines[1]).toMatch(/^Adam \(lr 0\.1\),1000,900,0\.9,0\.879\d+,0\.917\d+,120\.4$/);
    expect(lines[2]).toMatch(/^"SGD, plain \(lr 0\.1\)",1000,400,0\.4,[\d.]+,[\d.]+,$/);
    expect(lines).toHaveLength(4);
  });
});

describe('figures of a tuning', () => {
  const outcome = (rate: number, reached: number) => ({
    rate,
    reached,
    count: 100,
    medianSteps: reached > 50 ? 31 : never,
    medianLoss: 1,
  });
  const row = (of: Partial<TeamTuning>): TuningRow => ({
    team: 0,
    name: { title: 'Adam', detail: '' },
    maxSteps: 500,
    outcomes: [outcome(0.01, 80), outcome(0.1, 90), outcome(1, 0)],
    best: 1,
    share: wilsonInterval(90, 100),
    band: { from: 0, to: 1, decades: 1, isOpen: true, isAlone: false },
    ...of,
  });
  const cells = (of: TuningRow) => tuningColumns.map((candidate) => candidate.text(of));
  it('say that a band may go on, and that there is none', () => {
    expect(cells(row({}))).toEqual(['0.1', '90.0 %', '31', '≥ 1.00', '0.01 – 0.1', '0.01 – 1']);
    const none = row({ best: 2, share: wilsonInterval(0, 100), band: null });
    expect(cells(none)).toEqual(['1', '0 %', '>500', '–', '–', '0.01 – 1']);
  });
  it('write the best rate and its band alike', () => {
    const outcomes = [outcome(0.012342, 80), outcome(0.012351, 90), outcome(0.0124, 0)];
    const [best, , , , band] = cells(row({ outcomes }));
    expect([best, band]).toEqual(['0.01235', '0.01234 – 0.01235']);
  });
  it('tell a rate that stands alone, and in a CSV file which ends are open', () => {
    const alone = row({ band: { from: 1, to: 1, decades: 0, isOpen: false, isAlone: true } });
    expect(tableMarkdown(tuningColumns, [alone])).toContain('| 0.1 (alone) |');
    expect(tableMarkdown(tuningColumns, [row({})])).toContain('| 0.1 |');
    const fields = (of: TuningRow) => {
      const [names, values] = tableCsv(tuningColumns, [of])
        .split('\n')
        .map((line) => line.split(','));
      return ['alone', 'open below', 'open above'].map((name) => values![names!.indexOf(name)]);
    };
    expect(fields(row({}))).toEqual(['0', '1', '0']);
    expect(fields(alone)).toEqual(['1', '0', '0']);
  });
});

describe('what is said of a comparison', () => {
  it('names the teams that are told more than the gradient, once', () => {
    const teams = ['adam', 'newton', 'polyak', 'newton'].map((id) => ({ id, hyper: {} }));
    expect(knowledgeSentence(teams)).toMatch(
      /^Not told the same as the others: Newton[^,]* gets the Hessian; Polyak[^,]* gets the lowest known loss\.$/,
    );
    expect(knowledgeSentence(teams.slice(0, 1))).toBe('');
  });
  it('is enough to do it again', () => {
    const caption = (spec: object) => captionOf(parseRunSpec(spec), 1000, { loss: 0.25, by: 'choice' });
    expect(caption({ surface: { id: 'rosenbrock', params: { b: 10 } }, seed: 7, steps: 1500 })).toMatch(
      /^Rosenbrock.* \(b = 10\), target loss 0\.25, 1,500 steps, 1,000 starts \(grid\), seed 7$/,
    );
    expect(caption({ surface: { formula: 'x^2 + y^2' } })).toMatch(/^`x\^2 \+ y\^2`, target/);
  });
});
