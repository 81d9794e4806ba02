import type { CheckTableRow } from './check-dialog.ts';

/** The check's table for a bug report. */
export function checkMarkdown(rows: readonly CheckTableRow[]): string {
  const lines = rows.map(({ quantity, points, unjudged, worst, allowed, verdict }) =>
    [
      quantity.replaceAll('|', '\\|'),
      points,
      unjudged,
      worst.toExponential(2),
      allowed.toExponential(2),
      verdict,
    ].join(' | '),
  );
  return [
    '| quantity | compared | unjudged | worst | allowed | verdict |',
    '| --- | ---: | ---: | ---: | ---: | --- |',
    ...lines.map((line) => `| ${line} |`),
    '',
  ].join('\n');
}
