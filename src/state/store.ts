import type { AppState } from './app-state.ts';
import { equal } from './equal.ts';

/** The one place that holds what the address says. Everything that changes the app changes it here. */
export interface Store {
  /** The current state; frozen. */
  get(): AppState;
  /** Merges what is given, or what the function returns, over the current state and tells whom it concerns. */
  update(change: Partial<AppState> | ((state: AppState) => Partial<AppState>)): void;
  /**
   * Calls `listener` whenever what `selector` picks has changed by value. Not called on subscribing.
   * @returns unsubscribes; twice does nothing
   */
  subscribe<T>(selector: (state: AppState) => T, listener: (selected: T, previous: T) => void): () => void;
}

export function createStore(initial: AppState): Store {
  let state = freeze(initial);
  const subscriptions = new Set<() => void>();
  return {
    get: () => state,
    update(change) {
      const next = { ...state, ...(typeof change === 'function' ? change(state) : change) };
      if (equal(next, state)) return;
      state = freeze(next);
      // A copy, so that listeners may subscribe and unsubscribe; each compares with what it was told last, so a
      // listener that updates the store never makes another hear the same value twice.
      for (const notify of [...subscriptions]) if (subscriptions.has(notify)) notify();
    },
    subscribe(selector, listener) {
      let selected = selector(state);
      const notify = () => {
        const next = selector(state);
        if (equal(next, selected)) return;
        const previous = selected;
        selected = next;
        listener(next, previous);
      };
      subscriptions.add(notify);
      return () => subscriptions.delete(notify);
    },
  };
}

/** Freezes deeply, so that a listener that writes to the state fails where it does so. */
function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) freeze(part);
  return Object.freeze(value);
}
