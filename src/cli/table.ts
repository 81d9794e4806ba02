export interface Column {
  title: string;
  align: 'left' | 'right';
}

/** Lines of text with aligned columns, two spaces apart. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const lines = [columns.map(({ title }) => title), ...rows];
  const widths = columns.map((_, k) => Math.max(...lines.map((line) => line[k].length)));
  const pad = (text: string, k: number) =>
    columns[k].align === 'left' ? text.padEnd(widths[k]) : text.padStart(widths[k]);
  return lines.map((line) => `  ${line.map(pad).join('  ').trimEnd()}\n`).join('');
}
