import type { CheckReport } from './report.ts';

/**
 * A report as JSON, in one line. JSON has no infinities and no NaN and would write null; they become 'Infinity',
 * '-Infinity' and 'NaN', because they are figures: an inconsistent row may be off by infinity.
 */
export function reportJson(report: CheckReport): string {
  return JSON.stringify(report, (_key, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
}
