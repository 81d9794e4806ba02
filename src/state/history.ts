import { parseRunSpec } from '../engine/parse-run-spec.ts';
import type { AppState } from './app-state.ts';
import { decodeState, encodeState, linkLosses } from './permalink.ts';
import type { Store } from './store.ts';
import { defaultView } from './view-defaults.ts';

/** The part of a browser's window that history is kept in. */
export interface HistoryPort {
  hash(): string;
  /** What the current entry was written with. */
  entry(): unknown;
  write(how: 'push' | 'replace', hash: string, entry: unknown): void;
  /** @returns unsubscribes */
  onNavigate(listener: () => void): () => void;
}

/** Writing waits this long for more changes: Safari refuses more than 100 writes in 30 seconds. */
export const WRITE_DELAY_MS = 350;
/** Changes of the run closer together than this (a drag, a burst of typing) share one entry. */
export const COMMIT_GAP_MS = 1200;

/**
 * Keeps address and store equal, both ways. A change of the run makes an entry that back and forward walk through;
 * the changes of one drag share it, and changes of the view (camera, theme …) rewrite the current one.
 *
 * @param onProblems what is wrong with an address the person went to
 */
export function connectHistory(
  store: Store,
  port: HistoryPort,
  onProblems: (problems: string[]) => void,
  now: () => number = () => performance.now(),
): { flush(): void; dispose(): void } {
  let written = addressOf(port);
  let seenHash = port.hash();
  let spec = store.get().spec;
  let lastSpecChange = Number.NEGATIVE_INFINITY;
  let push = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const state = store.get();
    const text = encodeState(state);
    const how = push ? 'push' : 'replace';
    push = false;
    if (text === written) return;
    written = text;
    port.write(how, text, linkLosses(state.spec).length > 0 ? state : null);
    seenHash = port.hash();
  };

  const changed = (state: AppState) => {
    if (state.spec !== spec) {
      if (now() - lastSpecChange > COMMIT_GAP_MS) push = true;
      lastSpecChange = now();
      spec = state.spec;
    }
    timer ??= setTimeout(flush, WRITE_DELAY_MS);
  };

  const navigated = () => {
    const hash = port.hash();
    if (hash === seenHash) return;
    seenHash = hash;
    clearTimeout(timer);
    timer = undefined;
    push = false;
    const { state, problems } = readState(port);
    written = addressOf(port);
    spec = state.spec;
    lastSpecChange = Number.NEGATIVE_INFINITY;
    store.update(state);
    spec = store.get().spec;
    // What was wrong in the address must not be copied from it again.
    flush();
    if (problems.length > 0) onProblems(problems);
  };

  const stops = [store.subscribe((state) => state, changed), port.onNavigate(navigated)];
  flush();
  return {
    flush,
    dispose() {
      clearTimeout(timer);
      for (const stop of stops.splice(0)) stop();
    },
  };
}

/** What the current entry shows: a reload finds what did not fit into the address beside it. */
export const readState = (port: HistoryPort): { state: AppState; problems: string[] } =>
  fromEntry(port.entry()) ?? decodeState(port.hash());

const addressOf = (port: HistoryPort): string => port.hash().replace(/^#/, '');

/** A state that did not fit into its address, kept with the entry. */
function fromEntry(entry: unknown): { state: AppState; problems: string[] } | null {
  if (typeof entry !== 'object' || entry === null || !('spec' in entry) || !('view' in entry)) return null;
  // Written by this page, maybe by an older version of it: the run passes the border, the view was never sent abroad.
  try {
    const view = { ...defaultView, ...(entry.view as AppState['view']) };
    return { state: { spec: parseRunSpec(entry.spec), view }, problems: [] };
  } catch {
    return null;
  }
}

/** The port of a real window. */
export function browserHistory(window: Window): HistoryPort {
  const { history, location } = window;
  return {
    hash: () => location.hash,
    entry: () => history.state,
    write(how, hash, entry) {
      const address = `${location.pathname}${location.search}${hash === '' ? '' : `#${hash}`}`;
      if (how === 'push') history.pushState(entry, '', address);
      else history.replaceState(entry, '', address);
    },
    onNavigate(listener) {
      window.addEventListener('popstate', listener);
      window.addEventListener('hashchange', listener);
      return () => {
        window.removeEventListener('popstate', listener);
        window.removeEventListener('hashchange', listener);
      };
    },
  };
}
