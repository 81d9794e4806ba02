import type { AppState, Theme } from '../state/app-state.ts';
import type { Store } from '../state/store.ts';
import { slotOf } from '../state/team-colors.ts';

/**
 * Colours of teams: Okabe and Ito, "Color Universal Design", 2008, with grey for their black so that it shows on
 * both themes. The order is by contrast with a blue-to-yellow surface: the first three are what most runs need.
 */
export const teamColors: readonly string[] = [
  '#e69f00', // orange
  '#56b4e9', // sky blue
  '#cc79a7', // reddish purple
  '#009e73', // bluish green
  '#d55e00', // vermilion
  '#f0e442', // yellow
  '#0072b2', // blue
  '#999999', // grey
];

/** Colour of a slot; slots beyond the colours begin anew. */
export const teamColor = (slot: number): string => teamColors[slot % teamColors.length]!;

/** The colour of a team, which stays with it when other teams go. */
export const colorOfTeam = ({ view }: Pick<AppState, 'view'>, team: number): string =>
  teamColor(slotOf(view, team));

export type ShownTheme = 'dark' | 'light';

/**
 * Puts the theme of the store on `<html data-theme>`, where the style sheet reads it; `auto` follows the system.
 * @param onChange told of the theme that is shown, now and whenever it changes
 * @returns stops
 */
export function connectTheme(store: Store, onChange: (theme: ShownTheme) => void): () => void {
  const system = systemTheme();
  let shown: ShownTheme | null = null;
  const apply = () => {
    const next = resolveTheme(store.get().view.theme, system.matches);
    if (next === shown) return;
    shown = next;
    document.documentElement.dataset.theme = next;
    onChange(next);
  };
  apply();
  system.addEventListener('change', apply);
  const stop = store.subscribe((state) => state.view.theme, apply);
  return () => {
    system.removeEventListener('change', apply);
    stop();
  };
}

export function resolveTheme(theme: Theme, systemIsLight: boolean): ShownTheme {
  if (theme !== 'auto') return theme;
  return systemIsLight ? 'light' : 'dark';
}

/** The other theme than the one that is shown; it is called `auto` where it is the system's own. */
export function otherTheme(theme: Theme, systemIsLight: boolean): Theme {
  const other = resolveTheme(theme, systemIsLight) === 'dark' ? 'light' : 'dark';
  return other === resolveTheme('auto', systemIsLight) ? 'auto' : other;
}

export const systemTheme = (): MediaQueryList => matchMedia('(prefers-color-scheme: light)');
