import { checkMarkdown, checkSummary } from './check-markdown.ts';
import { createDialog, openDialog } from './dialog-frame.ts';
import { h, setText } from './dom.ts';
import { formatCount, formatNumber } from './format.ts';
import { icon } from './icons.ts';

/** One quantity of the consistency check: its worst case. */
export interface CheckTableRow {
  quantity: string;
  /** Whose it is, where each team has its own. */
  optimizer?: string | null;
  /** Values compared. */
  points: number;
  /** Values for which any result would be allowed, and which therefore prove nothing. */
  unjudged: number;
  /** Difference and what was allowed, where their ratio was largest. */
  worst: number;
  allowed: number;
  /** Unjudged: not one of its values could be compared. */
  verdict: 'consistent' | 'inconsistent' | 'unjudged';
}

/** Reports into the open dialog; what comes after it was closed, or opened for another check, is ignored. */
export interface CheckDialog {
  /** @param fraction in [0, 1] */
  progress(fraction: number, text: string): void;
  done(rows: readonly CheckTableRow[]): void;
  fail(message: string): void;
  /** Nothing went wrong, but there is nothing to report either. */
  note(message: string): void;
  /** True once the dialog is closed: the check may stop. */
  readonly closed: boolean;
}

export function createCheckDialog(): { element: HTMLDialogElement; open(): CheckDialog } {
  const content = h('div');
  const element = createDialog(
    'check-dialog',
    'Check against the CPU',
    h(
      'p.lead',
      {},
      'Steps of this run, taken from the GPU’s own states, are repeated in float64 and compared. What is allowed is the rounding-error bound computed at each point.',
    ),
    content,
  );
  let current = 0;
  return {
    element,
    open() {
      const id = ++current;
      const isCurrent = () => id === current && element.open;
      const fill = h('i');
      const text = h('p.check-progress', { role: 'status' }, 'Starting…');
      content.replaceChildren(
        h(
          'div.track.large',
          { role: 'progressbar', 'aria-label': 'Progress', 'aria-valuemin': 0, 'aria-valuemax': 100 },
          fill,
        ),
        text,
      );
      openDialog(element);
      return {
        get closed() {
          return !isCurrent();
        },
        progress(fraction, message) {
          if (!isCurrent()) return;
          const percent = Math.round(100 * Math.min(1, Math.max(0, fraction)));
          fill.style.width = `${percent}%`;
          fill.parentElement?.setAttribute('aria-valuenow', String(percent));
          setText(text, message);
        },
        done(rows) {
          if (isCurrent()) content.replaceChildren(...report(rows));
        },
        fail(message) {
          if (isCurrent()) content.replaceChildren(h('p.verdict.bad', { role: 'alert' }, message));
        },
        note(message) {
          if (isCurrent()) content.replaceChildren(h('p.verdict', { role: 'status' }, message));
        },
      };
    },
  };
}

function report(rows: readonly CheckTableRow[]): HTMLElement[] {
  const wrong = rows.filter(({ verdict }) => verdict === 'inconsistent').length;
  const copy = h(
    'button.text-button',
    {
      type: 'button',
      onclick: async () => {
        await navigator.clipboard.writeText(checkMarkdown(rows));
        setText(copy.lastElementChild!, 'Copied');
      },
    },
    icon('copy'),
    h('span', {}, 'Copy as Markdown'),
  );
  return [
    h(
      'p.verdict',
      { class: wrong === 0 ? 'verdict good' : 'verdict bad', role: 'status' },
      checkSummary(rows),
    ),
    h('div.table-scroll', {}, table(rows)),
    h('div.button-row', {}, copy),
  ];
}

const tones = { consistent: 'good', inconsistent: 'bad', unjudged: 'unjudged' } as const;
const headings: readonly (readonly [title: string, about: string])[] = [
  ['quantity', 'What is compared, and of which optimizer. Point at one for what it means.'],
  ['compared', 'Values that were compared.'],
  [
    'unjudged',
    'Values for which rounding allows any result, beyond float32 or at a kink: they prove nothing, and are not counted as compared.',
  ],
  ['worst', 'The difference where it was largest beside what is allowed.'],
  ['allowed', 'The rounding-error bound at that very point.'],
  ['verdict', 'Consistent: no difference is larger than its bound.'],
];

/** What a quantity is whose name does not say it. */
const abouts: Readonly<Partial<Record<string, string>>> = {
  'leaving float32':
    'A trajectory whose next position is beyond float32 stays at its last one, and is counted as non-finite.',
  'rates side by side':
    'Learning rates tried in one run, as tuning does, against a run with each alone: the same bit for bit.',
  window:
    'A part of the trajectories, computed without the others, against the whole run: the same bit for bit.',
  'fused steps': 'Many steps computed in one go against one at a time: the same bit for bit.',
};

const table = (rows: readonly CheckTableRow[]): HTMLTableElement =>
  h(
    'table',
    {},
    h('thead', {}, h('tr', {}, ...headings.map(([text, title]) => h('th', { scope: 'col', title }, text)))),
    h(
      'tbody',
      {},
      ...rows.map((row) =>
        h(
          'tr',
          {},
          h(
            'th',
            { scope: 'row', title: abouts[row.quantity] ?? null },
            row.quantity,
            row.optimizer ? h('small', {}, row.optimizer) : null,
          ),
          h('td', {}, formatCount(row.points)),
          h('td', {}, formatCount(row.unjudged)),
          h('td', {}, formatNumber(row.worst, 3)),
          h('td', {}, formatNumber(row.allowed, 3)),
          h(`td.${tones[row.verdict]}`, {}, row.verdict),
        ),
      ),
    ),
  );
