import type { BenchReport } from '../bench/report.ts';
import { type BenchTable, benchTables, machineLine } from '../bench/tables.ts';

/** Where the reports are that the documents show, and the documents: paths below the checkout. */
export const benchReports = {
  terminal: 'docs/bench/terminal.json',
  browser: 'docs/bench/browser.json',
} as const;
export const benchDocuments = ['docs/performance.md', 'README.md'] as const;

export type BenchReports = Readonly<Record<keyof typeof benchReports, BenchReport>>;

/**
 * A document with its places for figures filled anew. Such a place is
 *
 * ```md
 * <!-- bench terminal targets -->
 * … a table, by the id that `benchTables` gives it, or `machine` for the sentence that names it
 * <!-- /bench -->
 * ```
 */
export function fillBench(text: string, reports: BenchReports): string {
  return text.replace(PLACE, (_, place: keyof BenchReports, id: string) => {
    const body = bodyOf(reports[place], id);
    return `<!-- bench ${place} ${id} -->\n\n${body}\n\n<!-- /bench -->`;
  });
}

const PLACE = /<!-- bench (terminal|browser) (\w+) -->[\s\S]*?<!-- \/bench -->/g;

function bodyOf(report: BenchReport, id: string): string {
  if (id === 'machine') return `${machineLine(report)}.`;
  const table = benchTables(report).find((one) => one.id === id);
  return table === undefined ? '_Not measured in this run._' : tableRows(table);
}

/** A table of a bench in Markdown, under its title in bold. */
export const tableMarkdown = (table: BenchTable): string => `**${table.title}**\n\n${tableRows(table)}`;

function tableRows({ columns, rows }: BenchTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = columns.map(({ align }) => (align === 'right' ? '---:' : '---'));
  return [columns.map(({ title }) => title), rule, ...rows].map(line).join('\n');
}
