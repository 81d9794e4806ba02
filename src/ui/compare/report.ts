import { type Child, h, setText } from '../dom.ts';
import type { Column, TeamRow } from './columns.ts';
import { createCopyRow } from './copy-row.ts';
import { createTeamTable } from './table.ts';

/** What came of a comparison: a sentence, a table once there is one, and ways to take it along. */
export interface Report<Row extends TeamRow> {
  element: HTMLElement;
  say(text: string): void;
  /** Says what went wrong; the table that was there stays. */
  fail(message: string): void;
  /** @param caption what the table is of, where it is copied as a text that people read */
  show(
    columns: readonly Column<Row>[],
    rows: readonly Row[],
    colors: readonly string[],
    caption: string,
  ): void;
  /** The run on the screen is another one by now. */
  setStale(stale: boolean): void;
}

/**
 * @param figures what belongs to the table, below it
 * @param buttons what can be done with it, besides copying
 */
export function createReport<Row extends TeamRow>(
  label: string,
  figures: readonly Child[] = [],
  buttons: readonly HTMLButtonElement[] = [],
): Report<Row> {
  const table = createTeamTable<Row>(label);
  let head = '';
  const copy = createCopyRow({ markdown: () => `${head}\n\n${table.markdown()}`, csv: table.csv });
  const note = h('p.contest-note', { role: 'status' });
  const problem = h('p.contest-problem', { role: 'alert', hidden: true });
  const stale = h(
    'p.contest-stale',
    { role: 'status', hidden: true },
    'The run has changed since: these figures are of the one before.',
  );
  const outcome = h(
    'div.contest-outcome',
    { hidden: true },
    table.element,
    ...figures,
    h('div.button-row', {}, ...buttons, ...copy.buttons),
    copy.fallback,
  );
  return {
    element: h('div.contest-report', {}, problem, stale, note, outcome),
    say(text) {
      problem.hidden = true;
      setText(note, text);
    },
    fail(message) {
      problem.hidden = false;
      setText(problem, message);
    },
    show(columns, rows, colors, caption) {
      head = caption;
      outcome.hidden = false;
      copy.fallback.hidden = true;
      table.show(columns, rows, colors);
    },
    setStale(isStale) {
      stale.hidden = !isStale;
      outcome.classList.toggle('stale', isStale);
    },
  };
}
