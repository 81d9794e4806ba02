import { editView } from '../state/edits.ts';
import type { Store } from '../state/store.ts';
import { surfaceById } from '../surfaces/index.ts';
import { h, setText } from './dom.ts';
import { type IconName, icon } from './icons.ts';
import { otherTheme, resolveTheme, type ShownTheme, systemTheme } from './theme.ts';
import { typesetFormula } from './typeset.ts';

export interface HeaderActions {
  copyLink(): void;
  check(): void;
  help(): void;
}

export interface Header {
  dispose(): void;
}

const themeIcons: Record<ShownTheme, IconName> = { dark: 'moon', light: 'sun' };

/** Wordmark, surface and its formula on the left; what can be done with the whole on the right. */
export function createHeader(
  container: HTMLElement,
  { store, actions }: { store: Store; actions: HeaderActions },
): Header {
  const system = systemTheme();
  const title = h('span.surface-title');
  const formula = h('span.surface-formula');
  const theme = button('moon', 'Theme', 'theme', () =>
    store.update((state) => editView(state, { theme: otherTheme(state.view.theme, system.matches) })),
  );
  container.replaceChildren(
    h(
      'a.wordmark',
      { href: '#', 'aria-label': 'Ravine: back to the opening scene' },
      mark(),
      h('span', {}, 'Ravine'),
    ),
    h('div.surface-name', {}, title, formula),
    h(
      'nav',
      { 'aria-label': 'Actions' },
      button('link', 'Copy a link to this run', 'link', actions.copyLink),
      button('check', 'Check this run against the CPU', 'check', actions.check),
      theme,
      button('help', 'Help (?)', 'help', actions.help),
    ),
  );

  const showSurface = () => {
    const { surface } = store.get().spec;
    const entry = 'id' in surface ? surfaceById(surface.id) : undefined;
    setText(title, entry?.title ?? 'Formula');
    void typesetFormula(formula, entry?.formula ?? ('formula' in surface ? surface.formula : ''));
  };
  const showTheme = () => {
    const shown = resolveTheme(store.get().view.theme, system.matches);
    const label = `Switch to the ${shown === 'dark' ? 'light' : 'dark'} theme`;
    theme.replaceChildren(icon(themeIcons[shown]), h('span', {}, 'theme'));
    theme.title = label;
    theme.setAttribute('aria-label', label);
  };
  system.addEventListener('change', showTheme);
  showSurface();
  showTheme();
  const stops = [
    store.subscribe(({ spec: { surface } }) => ('id' in surface ? surface.id : surface.formula), showSurface),
    store.subscribe((state) => state.view.theme, showTheme),
  ];
  return {
    dispose() {
      system.removeEventListener('change', showTheme);
      for (const stop of stops.splice(0)) stop();
      container.replaceChildren();
    },
  };
}

const button = (name: IconName, label: string, text: string, onclick: () => void): HTMLButtonElement =>
  h(
    'button.header-button',
    { type: 'button', title: label, 'aria-label': label, onclick },
    icon(name),
    h('span', {}, text),
  );

/** Contour lines of a valley and a ball at its floor: the icon without its tile. */
export function mark(): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '6 8 52 52');
  svg.setAttribute('class', 'mark');
  svg.setAttribute('aria-hidden', 'true');
  svg.innerHTML =
    '<g fill="none" stroke="currentColor" stroke-width="4.5" stroke-linecap="round">' +
    '<path d="M9 15c9 3 12 34 23 34s14-31 23-34"/><path d="M17 13c5 4 7 24 15 24s10-20 15-24" opacity=".55"/>' +
    '<path d="M25 12c2 4 3 13 7 13s5-9 7-13" opacity=".3"/></g><circle cx="32" cy="49" r="6" fill="#e69f00"/>';
  return svg;
}
