import { h } from './dom.ts';

const sheets = [
  { id: 'legend', title: 'Teams' },
  { id: 'curves', title: 'Curves' },
  { id: 'panel', title: 'Controls' },
] as const;

/**
 * Narrow screens have room for one card at a time: tabs under the scene choose which. On wide screens the style sheet
 * hides the tabs and shows every card.
 * @param app holds the cards, by id
 */
export function createSheetTabs(app: HTMLElement): void {
  const tabs = sheets.map(({ id, title }) =>
    h('button.tab', { type: 'button', role: 'tab', 'aria-controls': id, onclick: () => select(id) }, title),
  );
  const select = (chosen: string) => {
    app.dataset.sheet = chosen;
    tabs.forEach((tab, i) => {
      tab.setAttribute('aria-selected', String(sheets[i]!.id === chosen));
    });
  };
  app.append(h('div.sheet-tabs.tabs', { role: 'tablist', 'aria-label': 'Cards' }, ...tabs));
  select('legend');
}
