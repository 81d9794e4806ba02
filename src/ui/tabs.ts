import { h } from './dom.ts';

export interface Tab {
  id: string;
  title: string;
  /** Id of the element that the tab shows. */
  controls: string;
}

export interface Tabs {
  element: HTMLElement;
  /** Marks a tab as the chosen one, without telling `onSelect`. */
  mark(id: string): void;
}

/** A row of tabs, of which one can be focused and the arrow keys reach the others (WAI-ARIA's pattern). */
export function createTabs(label: string, tabs: readonly Tab[], onSelect: (id: string) => void): Tabs {
  const buttons = tabs.map(({ id, title, controls }) =>
    h(
      'button.tab',
      { type: 'button', role: 'tab', 'aria-controls': controls, onclick: () => onSelect(id) },
      title,
    ),
  );
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 };
  const onkeydown = (event: Event) => {
    const step = steps[(event as KeyboardEvent).key];
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    if (step === undefined || at < 0) return;
    const next = (at + step + buttons.length) % buttons.length;
    onSelect(tabs[next]!.id);
    buttons[next]!.focus();
  };
  return {
    element: h('div.tabs', { role: 'tablist', 'aria-label': label, onkeydown }, ...buttons),
    mark(id) {
      buttons.forEach((button, i) => {
        const chosen = tabs[i]!.id === id;
        button.setAttribute('aria-selected', String(chosen));
        button.tabIndex = chosen ? 0 : -1;
      });
    },
  };
}
