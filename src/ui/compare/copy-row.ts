import { h, setText } from '../dom.ts';
import { icon } from '../icons.ts';
import type { TeamTable } from './table.ts';

/** How long a button says that it has copied, milliseconds. */
const COPIED_MS = 2000;

/** Buttons that copy a table. Where the browser does not let the page copy, the text is laid out for a person to do so. */
export function createCopyRow(table: Pick<TeamTable<never>, 'markdown' | 'csv'>): {
  buttons: HTMLButtonElement[];
  fallback: HTMLElement;
} {
  const area = h('textarea', {
    readonly: true,
    rows: 6,
    spellcheck: false,
    'aria-label': 'The table as text',
  });
  const fallback = h(
    'div.contest-fallback',
    { hidden: true },
    h('p', {}, 'The browser does not let this page copy. Here is the text, selected:'),
    area,
  );
  const button = (title: string, write: () => string) => {
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
    return h(
      'button.text-button',
      { type: 'button', title: `Copy the table as ${title}`, onclick },
      icon('copy'),
      words,
    );
  };
  return {
    buttons: [button('Markdown', table.markdown), button('CSV', table.csv)],
    fallback,
  };
}
