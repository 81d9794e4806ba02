export interface ShortcutActions {
  toggleRun(): void;
  stepOnce(): void;
  restart(): void;
  toggleTeam(team: number): void;
  topView(): void;
  /** Looks into another trajectory than now, or into one at all. */
  previousTrajectory(): void;
  nextTrajectory(): void;
  previousTeam(): void;
  nextTeam(): void;
  /** Shows another step of what is looked into. */
  previousStep(): void;
  nextStep(): void;
  help(): void;
  /** Esc: leave the tool, close what is open. */
  escape(): void;
}

/** What the help page lists. */
export const shortcutList: readonly { keys: string; does: string }[] = [
  { keys: 'Space', does: 'run and pause' },
  { keys: 'S', does: 'one step' },
  { keys: 'R', does: 'restart' },
  { keys: '1 – 9', does: 'show or hide a team' },
  { keys: 'T', does: 'look straight down' },
  { keys: 'N P', does: 'look into a trajectory; then the next, the previous' },
  { keys: '⇧ N P', does: 'the same trajectory of the next team, the previous' },
  { keys: '. ,', does: 'its next step, its previous step' },
  { keys: '← ↑ → ↓', does: 'turn the surface, where it has the focus' },
  { keys: '+ −', does: 'come closer, go back' },
  { keys: 'Esc', does: 'leave a tool, a trajectory or a dialog' },
  { keys: '?', does: 'this page' },
];

/**
 * Listens to the keyboard. Keys that a control needs (typing, space on a button, arrows) stay the control's, and
 * combinations stay the browser's.
 * @returns stops
 */
export function connectShortcuts(target: Window, actions: ShortcutActions): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const element = event.target instanceof Element ? event.target : null;
    if (element?.closest('dialog[open]')) return;
    const shortcut = shortcutOf(event.key, element === null ? null : kindOf(element), event.repeat);
    if (shortcut === null) return;
    event.preventDefault();
    if (typeof shortcut === 'number') actions.toggleTeam(shortcut);
    else actions[shortcut]();
  };
  // Capturing, because the controls of lil-gui keep key events to themselves.
  target.addEventListener('keydown', onKey, true);
  return () => target.removeEventListener('keydown', onKey, true);
}

/** What a focused element does with keys itself. */
export type FocusKind = 'typing' | 'pressing' | null;

function kindOf(element: Element): FocusKind {
  if (element.matches('textarea, select, [contenteditable], input:not([type=range], [type=checkbox])'))
    return 'typing';
  // A button that was clicked keeps the focus without showing it; space then means the run again.
  return element.matches('button, a, summary, [type=checkbox]') && element.matches(':focus-visible')
    ? 'pressing'
    : null;
}

type Shortcut = Exclude<keyof ShortcutActions, 'toggleTeam'> | number | null;

/** Keys that every keyboard has without a second hand; a capital is the shifted key. */
const walks: Readonly<Record<string, Shortcut>> = {
  p: 'previousTrajectory',
  n: 'nextTrajectory',
  P: 'previousTeam',
  N: 'nextTeam',
  ',': 'previousStep',
  '.': 'nextStep',
};

/** @returns the name of an action, or the index of a team to toggle */
export function shortcutOf(key: string, focus: FocusKind, repeat: boolean): Shortcut {
  if (key === 'Escape') return 'escape';
  if (focus === 'typing') return null;
  if (key === ' ') return focus === 'pressing' || repeat ? null : 'toggleRun';
  // Holding these walks; holding anything else would flicker.
  if (key.toLowerCase() === 's') return 'stepOnce';
  const walk = walks[key];
  if (walk !== undefined) return walk;
  if (repeat) return null;
  if (/^[1-9]$/.test(key)) return Number(key) - 1;
  if (key === '?') return 'help';
  const lower = key.toLowerCase();
  return lower === 'r' ? 'restart' : lower === 't' ? 'topView' : null;
}
