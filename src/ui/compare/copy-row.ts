import { h, setText } from '../dom.ts';
import { icon } from '../icons.ts';
import type { TeamTable } from './table.ts';

/** How long a button says that it has copied, milliseconds. */
const COPIED_MS = 2000;

/** A text that can be copied. */
interface Copy {
  /** On the button. */
  title: string;
  /** What the button does, for people who wonder. */
  hint: string;
  write(): string;
}

/** Buttons that copy a table. */
export const createCopyRow = (table: Pick<TeamTable<never>, 'markdown' | 'csv'>) =>
  createCopyButtons([
    { title: 'Markdown', hint: 'Copy the table as Markdown', write: table.markdown },
    { title: 'CSV', hint: 'Copy the table as CSV', write: table.csv },
  ]);

/** Buttons that copy texts. Where the browser does not let the page copy, the text is laid out for a person to do so. */
export function createCopyButtons(copies: readonly Copy[]): {
  buttons: HTMLButtonElement[];
  fallback: HTMLElement;
} {
  const area = h('textarea', {
    readonly: true,
    rows: 6,
    spellcheck: false,
    'aria-label': 'What was to be copied',
  });
  const fallback = h(
    'div.contest-fallback',
    { hidden: true },
    h('p', {}, 'The browser does not let this page copy. Here is the text, selected:'),
    area,
  );
  const button = ({ title, hint, write }: Copy) => {
    const words = h('span', {}, title);
    const onclick = async () => {
      const text = write();
      try {
        await navigator.clipboard.writeText(text);
        fallback.hidden = true;
        setText(words, 'Copied');
        setTimeout(() => setText(words, title), COPIED_MS);
      } catch {
        area.value = text;
        fallback.hidden = false;
        area.focus();
        area.select();
      }
    };
    return h('button.text-button', { type: 'button', title: hint, onclick }, icon('copy'), words);
  };
  return {
    buttons: copies.map(button),
    fallback,
  };
}
