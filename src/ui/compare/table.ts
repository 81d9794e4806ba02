import { h } from '../dom.ts';
import { icon } from '../icons.ts';
import type { Column, TeamRow } from './columns.ts';
import { isBest, nextSorting, type Sorting, sortRows } from './sort-rows.ts';
import { tableCsv, tableMarkdown } from './write-table.ts';

export interface TeamTable<Row extends TeamRow> {
  element: HTMLElement;
  /** @param colors one per team */
  show(columns: readonly Column<Row>[], rows: readonly Row[], colors: readonly string[]): void;
  /** What it shows, in its order. */
  markdown(): string;
  csv(): string;
}

/** A table of teams that can be sorted by every column. */
export function createTeamTable<Row extends TeamRow>(label: string): TeamTable<Row> {
  let columns: readonly Column<Row>[] = [];
  let rows: readonly Row[] = [];
  let colors: readonly string[] = [];
  let sorting: Sorting<Row> = { column: null, direction: 'ascending' };
  const table = h('table.team-table', { 'aria-label': label });

  const sortBy = (column: Column<Row> | null) => {
    sorting = nextSorting(sorting, column);
    const at = [null, ...columns].indexOf(column);
    draw();
    table.querySelectorAll<HTMLElement>('thead button')[at]?.focus();
  };
  const draw = () => {
    const head = (column: Column<Row> | null, about: string, title: string) => {
      const isSorted = sorting.column === column;
      return h(
        'th',
        { scope: 'col', 'aria-sort': isSorted ? sorting.direction : null },
        h('button', { type: 'button', title: about, onclick: () => sortBy(column) }, title, icon('chevron')),
      );
    };
    table.replaceChildren(
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          head(null, 'The teams in their order.', 'Team'),
          ...columns.map((column) => head(column, column.about, column.title)),
        ),
      ),
      h('tbody', {}, ...sortRows(rows, sorting).map(line)),
    );
  };
  const line = (row: Row) =>
    h(
      'tr',
      {},
      h(
        'th',
        { scope: 'row', style: `--team: ${colors[row.team]}` },
        h('div.team-cell', {}, h('span.dot'), h('span', {}, row.name.title, h('small', {}, row.name.detail))),
      ),
      ...columns.map((column) => {
        const best = isBest(rows, column, row);
        const note = column.note?.(row) ?? null;
        return h(
          best ? 'td.best' : 'td',
          { title: best ? 'Best of this column' : null },
          column.text(row),
          note === null ? null : h('small', {}, note),
        );
      }),
    );

  return {
    element: h('div.team-table-scroll', { tabindex: 0, role: 'region', 'aria-label': label }, table),
    show(nextColumns, nextRows, nextColors) {
      const title = sorting.column?.title;
      // The same column of another run has the same title.
      const column = nextColumns.find((next) => next.title === title) ?? null;
      if (column !== sorting.column)
        sorting = { column, direction: column === null ? 'ascending' : sorting.direction };
      [columns, rows, colors] = [nextColumns, nextRows, nextColors];
      draw();
    },
    markdown: () => tableMarkdown(columns, sortRows(rows, sorting)),
    csv: () => tableCsv(columns, sortRows(rows, sorting)),
  };
}
