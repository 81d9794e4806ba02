import { nameOf } from '../../engine/team-names.ts';
import type { Column, TeamRow } from './columns.ts';
import { isBest } from './sort-rows.ts';

/** A table of teams for a text that people read; the best value of each column is bold. */
export function tableMarkdown<Row extends TeamRow>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): string {
  const cell = (column: Column<Row>, row: Row) => {
    const note = column.note?.(row) ?? null;
    const text = note === null ? column.text(row) : `${column.text(row)} (${note})`;
    return isBest(rows, column, row) ? `**${text}**` : text;
  };
  const line = (cells: readonly string[]) =>
    `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    line(['Team', ...columns.map(({ title }) => title)]),
    `| --- |${' ---: |'.repeat(columns.length)}`,
    ...rows.map((row) => line([nameOf(row.name), ...columns.map((column) => cell(column, row))])),
    '',
  ].join('\n');
}

/** The same for a spreadsheet, with all digits; empty where there is no number. */
export function tableCsv<Row extends TeamRow>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const fields = columns.flatMap((column) => Object.entries(column.fields));
  const number = (value: number) => (Number.isFinite(value) ? String(value) : '');
  return [
    ['team', ...fields.map(([name]) => name)],
    ...rows.map((row) => [quoted(nameOf(row.name)), ...fields.map(([, value]) => number(value(row)))]),
    [],
  ]
    .map((cells) => cells.join(','))
    .join('\n');
}

/** RFC 4180. */
const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
