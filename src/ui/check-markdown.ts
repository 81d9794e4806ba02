import type { CheckTableRow } from './check-dialog.ts';
import { formatCount } from './format.ts';

/** The outcome in a sentence or two; what could not be judged is owned up to. */
export function checkSummary(rows: readonly CheckTableRow[]): string {
  const wrong = rows.filter(({ verdict }) => verdict === 'inconsistent').length;
  if (wrong > 0) return `Inconsistent: ${wrong} of ${rows.length} quantities exceed their bounds.`;
  const compared = rows.reduce((sum, row) => sum + row.points, 0);
  const unjudged = rows.reduce((sum, row) => sum + row.unjudged, 0);
  const rest =
    unjudged === 0
      ? ''
      : ` ${formatCount(unjudged)} more are beyond float32 or at a kink, and prove nothing.`;
  return `Consistent: all ${formatCount(compared)} compared values lie within their bounds.${rest}`;
}

/** The check's table for a bug report. */
export function checkMarkdown(rows: readonly CheckTableRow[]): string {
  const lines = rows.map(({ quantity, optimizer, points, unjudged, worst, allowed, verdict }) => {
    const name = optimizer ? `${quantity} (${optimizer})` : quantity;
    const figures = [points, unjudged, worst.toExponential(2), allowed.toExponential(2), verdict];
    return `| ${[name.replaceAll('|', '\\|'), ...figures].join(' | ')} |`;
  });
  return [
    '| quantity | compared | unjudged | worst | allowed | verdict |',
    '| --- | ---: | ---: | ---: | ---: | --- |',
    ...lines,
    '',
  ].join('\n');
}
