/** A value that can be watched: for what changes often and never enters the address. */
export interface Signal<T> {
  get(): T;
  /** Sets the value; listeners hear of it only if it is another one (`Object.is`). */
  set(value: T): void;
  /** @returns unsubscribes; twice does nothing */
  subscribe(listener: (value: T) => void): () => void;
}

export function createSignal<T>(initial: T): Signal<T> {
  let value = initial;
  const listeners = new Set<(value: T) => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener(value);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
