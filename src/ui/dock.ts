import { h } from './dom.ts';
import { createFoldButton } from './fold.ts';
import { icon } from './icons.ts';
import { pageStorage } from './page-storage.ts';
import { createTabs } from './tabs.ts';

export interface DockPanel {
  id: string;
  /** One word: five tabs share a narrow card. */
  title: string;
  /** Fills the dock's body and scrolls by itself; gets an id of its own if it has none. */
  element: HTMLElement;
  /** It has come into sight. */
  onShow?(): void;
  /** Another panel has taken its place, or the dock was folded. */
  onHide?(): void;
}

/** One card for everything that looks into a run: panels in one place, a tab each. */
export interface Dock {
  /** The first panel is shown, the others wait behind their tabs, in the order in which they are added. */
  add(panel: DockPanel): { select(): void };
  /** Makes the body tall, as the button does: for what needs room. */
  enlarge(): void;
  /** Whether it takes the room of a tall card now. */
  readonly isTall: boolean;
}

const FOLDED = 'folded';
const TALL = 'tall';
/** Where the browser keeps how a person left the card. */
const STORAGE_KEY = 'ravine.dock';

/** @param container the card; the style sheet knows it by `folded` and `tall` */
export function createDock(container: HTMLElement, storage = pageStorage()): Dock {
  const panels: DockPanel[] = [];
  let chosen: DockPanel | undefined;
  let shown: DockPanel | undefined;

  let tabs = createTabs('Panels', [], () => {});
  const body = h('div.dock-body');
  const remember = () => {
    const words = [FOLDED, TALL].filter((name) => container.classList.contains(name));
    try {
      storage?.setItem(STORAGE_KEY, words.join(' '));
    } catch {
      // Full or forbidden: the tab remembers all the same.
    }
  };
  const show = () => {
    const next = container.classList.contains(FOLDED) ? undefined : chosen;
    if (next === shown) return;
    shown?.onHide?.();
    shown = next;
    for (const panel of panels) panel.element.hidden = panel !== chosen;
    shown?.onShow?.();
  };
  const fold = createFoldButton(container, 'card', () => {
    remember();
    show();
  });
  const size = h(
    'button.icon-button.dock-size',
    { type: 'button', onclick: () => setTall(!container.classList.contains(TALL)) },
    icon('enlarge'),
  );
  const setTall = (tall: boolean) => {
    container.classList.toggle(TALL, tall);
    const words = tall ? 'Make the card small' : 'Make the card large';
    size.title = words;
    size.setAttribute('aria-label', words);
    size.setAttribute('aria-pressed', String(tall));
    remember();
  };
  const select = (panel: DockPanel) => {
    chosen = panel;
    tabs.mark(panel.id);
    // A tab of a folded card is pressed to see what is behind it; folding and unfolding show it by themselves.
    if (container.classList.contains(FOLDED)) fold.click();
    else show();
  };
  const renewTabs = () => {
    const next = createTabs(
      'Panels',
      panels.map(({ id, title, element }) => ({ id, title, controls: element.id })),
      (id) => select(panels.find((panel) => panel.id === id)!),
    );
    tabs.element.replaceWith(next.element);
    tabs = next;
    if (chosen) tabs.mark(chosen.id);
  };

  container.replaceChildren(h('div.dock-head', {}, tabs.element, size, fold), body);
  const left = storage?.getItem(STORAGE_KEY)?.split(' ') ?? [];
  setTall(left.includes(TALL));
  if (left.includes(FOLDED)) fold.click();

  return {
    add(panel) {
      panel.element.id ||= `dock-${panel.id}`;
      panel.element.setAttribute('role', 'tabpanel');
      panel.element.setAttribute('aria-label', panel.title);
      panel.element.hidden = true;
      panels.push(panel);
      body.append(panel.element);
      chosen ??= panel;
      renewTabs();
      if (panel === chosen) {
        panel.element.hidden = false;
        show();
      }
      return { select: () => select(panel) };
    },
    enlarge: () => setTall(true),
    get isTall() {
      return container.classList.contains(TALL) && !container.classList.contains(FOLDED);
    },
  };
}
