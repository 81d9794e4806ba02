import { median } from '../consistency/ledger.ts';
import type { CheckReport, CheckRow } from '../consistency/report.ts';
import { table } from './table.ts';

/**
 * A report for people: per quantity and surface, optimizer, schedule and gradient transform the worst comparison,
 * then what is inconsistent with its inputs, then one line that says it all.
 */
export function checkTable(report: CheckReport): string {
  const groups = dimensions.flatMap(({ title, key }) => {
    const rows = worstBy(report.rows, key);
    return rows.length === 0 ? [] : [`${title}\n${table(columns, rows.map(cells))}`];
  });
  const bad = report.rows.filter(({ verdict }) => verdict === 'inconsistent');
  const failures =
    bad.length === 0 ? [] : [`Inconsistent\n${bad.slice(0, MOST_FAILURES).map(failure).join('\n')}\n`];
  return [...groups, ...failures, summaryLine(report)].join('\n');
}

/** Failures that are spelled out; the rest are in the JSON. */
const MOST_FAILURES = 20;

type Dimension = 'surface' | 'optimizer' | 'schedule' | 'gradient';

const dimensions: readonly { title: string; key: Dimension | null }[] = [
  { title: 'By quantity', key: null },
  { title: 'By quantity and surface', key: 'surface' },
  { title: 'By quantity and optimizer', key: 'optimizer' },
  { title: 'By quantity and schedule', key: 'schedule' },
  { title: 'By quantity and gradient transform', key: 'gradient' },
];

const columns = [
  { title: 'quantity', align: 'left' },
  { title: 'of', align: 'left' },
  { title: 'points', align: 'right' },
  { title: 'unjudged', align: 'right' },
  { title: 'worst difference', align: 'right' },
  { title: 'allowed', align: 'right' },
  { title: 'share', align: 'right' },
  { title: 'median', align: 'right' },
  { title: 'verdict', align: 'left' },
] as const;

interface Group {
  quantity: string;
  of: string;
  points: number;
  unjudged: number;
  worst: CheckRow;
  medianRatio: number;
}

/** Rows that agree in quantity and one dimension become one, with the worst of them. */
function worstBy(rows: readonly CheckRow[], key: Dimension | null): Group[] {
  const groups = new Map<string, CheckRow[]>();
  for (const row of rows) {
    const of = key === null ? '' : row[key];
    if (of === null) continue;
    const name = `${row.quantity}\n${of}`;
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return [...groups].map(([name, members]) => {
    const [quantity, of] = name.split('\n');
    const sum = (field: 'points' | 'unjudged') => members.reduce((total, row) => total + row[field], 0);
    return {
      quantity,
      of,
      points: sum('points'),
      unjudged: sum('unjudged'),
      worst: members.reduce((worst, row) => (rank(row) > rank(worst) ? row : worst)),
      medianRatio: median(members.map((row) => row.medianRatio).filter((ratio) => !Number.isNaN(ratio))),
    };
  });
}

/** Judged rows by their ratio; one that could not be judged only where there is no other. */
const rank = ({ verdict, ratio }: CheckRow): number => (verdict === 'unjudged' ? -1 : ratio);

function cells({ quantity, of, points, unjudged, worst, medianRatio }: Group): string[] {
  return [
    quantity,
    of,
    points.toLocaleString('en'),
    unjudged.toLocaleString('en'),
    figure(worst.worst),
    figure(worst.allowed),
    share(worst.ratio),
    share(medianRatio),
    worst.verdict,
  ];
}

const figure = (value: number): string => (value === 0 ? '0' : value.toExponential(1));
const share = (ratio: number): string => (Number.isFinite(ratio) ? ratio.toFixed(3) : '-');

function failure({ quantity, surface, optimizer, schedule, gradient, worst, allowed, at }: CheckRow): string {
  const where = [surface, optimizer, schedule, gradient].filter((name) => name !== null).join(', ');
  const inputs = Object.entries(at).map(([name, value]) => `${name} ${value}`);
  return `  ${quantity} (${where}): off by ${figure(worst)}, allowed ${figure(allowed)}, at ${inputs.join(', ')}`;
}

function summaryLine({ engine, rows, cases }: CheckReport): string {
  const points = rows.reduce((sum, row) => sum + row.points, 0);
  const unjudged = rows.reduce((sum, row) => sum + row.unjudged, 0);
  const bad = rows.filter(({ verdict }) => verdict === 'inconsistent').length;
  const open = rows.filter(({ verdict }) => verdict === 'unjudged').length;
  const judged = rows.filter(({ verdict, allowed }) => verdict !== 'unjudged' && allowed > 0);
  const sharpness = median(judged.map(({ ratio }) => ratio));
  const verdict = bad === 0 ? 'All consistent' : `${bad} of ${rows.length} rows are INCONSISTENT`;
  return [
    `${verdict}: ${points.toLocaleString('en')} comparisons in ${cases.length} runs on ${engine}.`,
    `${unjudged.toLocaleString('en')} more could not be judged (rounding allows any value there), among them all of ${open} rows.`,
    `Sharpness: the worst difference of a row is in the median ${share(sharpness)} of what is allowed.\n`,
  ].join('\n');
}
