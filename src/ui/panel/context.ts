import type { GUI } from 'lil-gui';
import type { AppState } from '../../state/app-state.ts';
import { equal } from '../../state/equal.ts';
import type { Session, Tool } from '../../state/session.ts';
import type { Store } from '../../state/store.ts';

/** What the panel asks of the app; everything else goes through the store. */
export interface PanelActions {
  toggleRun(): void;
  stepOnce(): void;
  restart(): void;
  check(): void;
  copyLink(): void;
  topView(): void;
  resetView(): void;
  setTool(tool: Tool): void;
}

export interface PanelContext {
  store: Store;
  session: Session;
  actions: PanelActions;
  limits: {
    /** Most trajectories per team that the device allows. */
    maxCount: number;
  };
}

/**
 * Keeps a folder's controls equal to the store: builds them anew when `structure` changes (other parameters, other
 * teams), and only updates what they show when anything else does. Focus survives by `data-key`.
 * @returns stops
 */
export function keepFolder(
  folder: GUI,
  { store }: PanelContext,
  structure: (state: AppState) => unknown,
  build: () => void,
): () => void {
  const rebuild = () => {
    const focused = document.activeElement;
    const key = folder.domElement.contains(focused)
      ? focused?.closest<HTMLElement>('[data-key]')?.dataset.key
      : undefined;
    for (const child of [...folder.children]) child.destroy();
    folder.$children.replaceChildren();
    build();
    if (key === undefined) return;
    const again = folder.domElement.querySelector(`[data-key="${CSS.escape(key)}"]`);
    again?.querySelector<HTMLElement>(focused?.tagName ?? 'select')?.focus();
  };
  rebuild();
  let built = structure(store.get());
  return store.subscribe(
    (state) => state,
    (state) => {
      const next = structure(state);
      if (equal(next, built)) {
        refresh(folder);
        return;
      }
      built = next;
      rebuild();
    },
  );
}

function refresh(folder: GUI): void {
  for (const controller of folder.controllersRecursive()) controller.updateDisplay();
}
