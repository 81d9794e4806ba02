import { type CheckDialog, createCheckDialog } from './check-dialog.ts';
import { openDialog } from './dialog-frame.ts';
import { h } from './dom.ts';
import { createHelpDialog } from './help-dialog.ts';
import { icon } from './icons.ts';

export type { CheckDialog, CheckTableRow } from './check-dialog.ts';

export interface ToastOptions {
  kind: 'info' | 'problem';
}

export interface Dialogs {
  help(): void;
  /** Opens the check's dialog with an empty progress bar; what it returns reports into it. */
  check(): CheckDialog;
  /** A sentence at the edge of the screen; problems stay until closed. */
  toast(message: string, options?: ToastOptions): void;
  dispose(): void;
}

/** How long a note stays: long enough to read a sentence twice. */
const NOTE_MS = 6000;
/** Older ones give way, so that a storm of errors cannot cover the screen. */
const MAX_TOASTS = 4;

/** Everything that opens over the page. */
export function createDialogs(root: HTMLElement): Dialogs {
  const help = createHelpDialog();
  const check = createCheckDialog();
  const toasts = h('div.toasts', { role: 'status', 'aria-live': 'polite' });
  root.append(help, check.element, toasts);

  const toast = (message: string, { kind }: ToastOptions = { kind: 'info' }) => {
    const repeated = [...toasts.children].find((element) => element.firstChild?.textContent === message);
    repeated?.remove();
    const element = h(
      `div.toast.${kind}`,
      {},
      h('p', {}, message),
      h(
        'button.icon-button',
        { type: 'button', 'aria-label': 'Close', onclick: () => element.remove() },
        icon('close'),
      ),
    );
    toasts.append(element);
    while (toasts.childElementCount > MAX_TOASTS) toasts.firstElementChild?.remove();
    if (kind === 'info') setTimeout(() => element.remove(), NOTE_MS);
  };

  return {
    help: () => openDialog(help),
    check: check.open,
    toast,
    dispose() {
      for (const element of [help, check.element, toasts]) element.remove();
    },
  };
}
