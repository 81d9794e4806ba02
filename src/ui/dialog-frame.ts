import { type Child, h } from './dom.ts';
import { icon } from './icons.ts';

/** A modal with a title and a close button; a click beside it closes it too. */
export function createDialog(name: string, title: string, ...body: Child[]): HTMLDialogElement {
  const dialog = h(
    `dialog.${name}`,
    {
      'aria-labelledby': `${name}-title`,
      tabindex: -1,
      onclick: (event) => {
        if (event.target === dialog) dialog.close();
      },
    },
    h(
      'div.dialog-frame',
      {},
      h(
        'div.dialog-head',
        {},
        h('h2', { id: `${name}-title` }, title),
        h(
          'button.icon-button',
          { type: 'button', 'aria-label': 'Close', onclick: () => dialog.close() },
          icon('close'),
        ),
      ),
      h('div.dialog-body', {}, ...body),
    ),
  );
  return dialog;
}

/** Opens a dialog, unless it is. */
export function openDialog(dialog: HTMLDialogElement): void {
  if (dialog.open) return;
  dialog.showModal();
  // Else the close button has the focus, and the ring around it is the first thing that is seen.
  dialog.focus();
}
