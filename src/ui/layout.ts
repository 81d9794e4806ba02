import { createTabs } from './tabs.ts';

const sheets = [
  { id: 'legend', title: 'Teams', controls: 'legend' },
  { id: 'dock', title: 'Analysis', controls: 'dock' },
  { id: 'panel', title: 'Controls', controls: 'panel' },
] as const;

/**
 * Narrow screens have room for one card at a time: tabs under the scene choose which. On wide screens the style sheet
 * hides the tabs and shows every card.
 * @param app holds the cards, by id
 */
export function createSheetTabs(app: HTMLElement): { select(id: (typeof sheets)[number]['id']): void } {
  const select = (id: string) => {
    app.dataset.sheet = id;
    tabs.mark(id);
  };
  const tabs = createTabs('Cards', sheets, select);
  tabs.element.classList.add('sheet-tabs');
  app.append(tabs.element);
  select('legend');
  return { select };
}
