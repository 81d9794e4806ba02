import { messageOf } from '../../core/errors.ts';
import type { Watch } from '../../engine/run-out.ts';
import { h, setAttribute, setText } from '../dom.ts';

/** One long piece of work at a time, with a bar that says how far it is and a button that ends it. */
export interface Job {
  element: HTMLElement;
  /**
   * Begins, unless something is under way.
   * @param done given the result; not called where the work was cancelled
   * @param failed given the sentence to show
   */
  begin<T>(
    title: string,
    work: (watch: Watch) => Promise<T>,
    done: (result: T) => void,
    failed: (message: string) => void,
  ): void;
  /** Told when work begins and when it has ended. */
  onChange(listener: (busy: boolean) => void): void;
}

export function createJob(): Job {
  const listeners: ((busy: boolean) => void)[] = [];
  let current: AbortController | null = null;
  const fill = h('i');
  const bar = h(
    'div.track',
    { role: 'progressbar', 'aria-label': 'Progress', 'aria-valuemin': 0, 'aria-valuemax': 100 },
    fill,
  );
  const text = h('span', { role: 'status' });
  const element = h(
    'div.contest-job',
    { hidden: true },
    bar,
    text,
    h('button.text-button', { type: 'button', onclick: () => current?.abort() }, 'Cancel'),
  );
  const setBusy = (busy: boolean) => {
    element.hidden = !busy;
    for (const listener of listeners) listener(busy);
  };
  const show = (title: string, fraction: number) => {
    const percent = Math.floor(100 * fraction);
    fill.style.width = `${100 * fraction}%`;
    setAttribute(bar, 'aria-valuenow', String(percent));
    setText(text, `${title}… ${percent} %`);
  };

  return {
    element,
    begin(title, work, done, failed) {
      if (current !== null) return;
      const own = new AbortController();
      current = own;
      show(title, 0);
      setBusy(true);
      const { signal } = own;
      work({ signal, onProgress: (fraction) => show(title, fraction) })
        .then((result) => {
          if (!signal.aborted) done(result);
        })
        .catch((error: unknown) => {
          if (!signal.aborted) failed(messageOf(error));
        })
        .finally(() => {
          current = null;
          setBusy(false);
        });
    },
    onChange(listener) {
      listeners.push(listener);
    },
  };
}
