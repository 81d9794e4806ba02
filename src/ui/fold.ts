import { h } from './dom.ts';
import { icon } from './icons.ts';

/**
 * A button that folds a card down to its first line; the style sheet says what stays.
 * @param onFold told after each change
 */
export function createFoldButton(
  card: HTMLElement,
  name: string,
  onFold: (folded: boolean) => void = () => {},
): HTMLButtonElement {
  const button = h(
    'button.icon-button.fold',
    {
      type: 'button',
      title: `Fold the ${name}`,
      'aria-label': `Fold the ${name}`,
      'aria-expanded': 'true',
      onclick: () => {
        const folded = card.classList.toggle('folded');
        button.setAttribute('aria-expanded', String(!folded));
        button.title = `${folded ? 'Unfold' : 'Fold'} the ${name}`;
        onFold(folded);
      },
    },
    icon('chevron'),
  );
  return button;
}
