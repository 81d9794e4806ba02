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

/** With columns of even width, as the formatter has them. */
function tableRows({ columns, rows }: BenchTable): string {
  const lines = [columns.map(({ title }) => title), ...rows];
  const widths = columns.map((_, k) => Math.max(LEAST_WIDTH, ...lines.map((line) => line[k].length)));
  const pad = (text: string, k: number) =>
    columns[k].align === 'right' ? text.padStart(widths[k]) : text.padEnd(widths[k]);
  const rule = columns.map(({ align }, k) =>
    align === 'right' ? `${'-'.repeat(widths[k] - 1)}:` : '-'.repeat(widths[k]),
  );
  const [head, ...body] = lines.map((line) => line.map(pad));
  return [head, rule, ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Of the dashes below a title. */
const LEAST_WIDTH = 3;
