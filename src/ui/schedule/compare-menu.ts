import { schedules } from '../../schedules/index.ts';
import { h } from '../dom.ts';
import { icon } from '../icons.ts';
import { canCompare } from './schedule-curves.ts';

export interface CompareMenu {
  /** The button, with the menu that it opens. */
  element: HTMLElement;
  /** The schedule of the run, which is not compared with itself. */
  setOwn(id: string): void;
}

/**
 * A button that opens a list of the other schedules to tick.
 * @param onChange told of the ids that are ticked, in the order of the list
 */
export function createCompareMenu(onChange: (ids: string[]) => void): CompareMenu {
  const boxes = schedules.filter(canCompare).map(({ id, title, description }) => {
    const input = h('input', { type: 'checkbox', value: id, onchange: () => onChange(ticked()) });
    return { id, input, row: h('label.compare-row', { title: description }, input, title) };
  });
  const ticked = () => boxes.filter(({ input }) => input.checked).map(({ id }) => id);
  const none = h(
    'button.text-button',
    {
      type: 'button',
      onclick: () => {
        for (const { input } of boxes) input.checked = false;
        onChange([]);
      },
    },
    'None of them',
  );
  const list = h(
    'div.compare-list',
    { role: 'group', 'aria-label': 'Schedules to compare', hidden: true },
    ...boxes.map(({ row }) => row),
    none,
  );
  let isOpen = false;
  const closeOutside = (event: Event) => {
    if (!element.contains(event.target as Node)) open(false);
  };
  const open = (opens: boolean) => {
    isOpen = opens;
    list.hidden = !isOpen;
    if (isOpen) addEventListener('pointerdown', closeOutside);
    else removeEventListener('pointerdown', closeOutside);
    button.setAttribute('aria-expanded', String(isOpen));
  };
  const button = h(
    'button.tab.compare-button',
    {
      type: 'button',
      'aria-expanded': 'false',
      title: 'Show other schedules beside this one; the run stays as it is',
      onclick: () => open(!isOpen),
    },
    'Overlay',
    icon('chevron'),
  );
  const element = h(
    'div.compare',
    {
      onkeydown: (event) => {
        if ((event as KeyboardEvent).key !== 'Escape' || !isOpen) return;
        event.stopPropagation();
        open(false);
        button.focus();
      },
      onfocusout: (event) => {
        // A press on a row takes the focus to nowhere before it comes to the box.
        const to = (event as FocusEvent).relatedTarget;
        if (to instanceof Node && !element.contains(to)) open(false);
      },
    },
    button,
    list,
  );
  return {
    element,
    setOwn(id) {
      for (const box of boxes) box.row.hidden = box.id === id;
    },
  };
}
