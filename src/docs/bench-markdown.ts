import type { BenchTable } from '../bench/tables.ts';

/** A table of a bench in Markdown, under its title in bold. */
export function tableMarkdown({ title, columns, rows }: BenchTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = columns.map(({ align }) => (align === 'right' ? '---:' : '---'));
  return [`**${title}**`, '', ...[columns.map((column) => column.title), rule, ...rows].map(line)].join('\n');
}
