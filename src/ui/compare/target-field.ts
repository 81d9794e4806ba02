import { FLOAT32_MAX } from '../../core/float32.ts';
import type { Target } from '../../engine/target.ts';
import type { Store } from '../../state/store.ts';
import { h } from '../dom.ts';
import { formatNumber, readTyped } from '../format.ts';

export interface TargetField {
  element: HTMLElement;
  /** The chosen target, or null for one that suits surface and starts. */
  value(): number | null;
  /** False where what is typed is no loss, and the person is told so. */
  isValid(): boolean;
  /** Shows what was chosen for the person. */
  suggest(target: Target): void;
}

/** The loss to reach; empty until a person types one, and again on another surface. */
export function createTargetField(store: Store): TargetField {
  const input = h('input.contest-target', {
    type: 'text',
    inputmode: 'decimal',
    spellcheck: false,
    autocomplete: 'off',
    placeholder: 'auto',
    'aria-label': 'Target loss',
    oninput: () => validate(),
  });
  const typed = () => (input.value.trim() === '' ? null : readTyped(input.value));
  const validate = () => {
    const value = typed();
    const isNumber = value !== null ? Math.abs(value) <= FLOAT32_MAX : input.value.trim() === '';
    input.setCustomValidity(
      isNumber ? '' : 'Not a loss that float32 holds. Leave it empty for a fitting one.',
    );
  };
  store.subscribe(
    ({ spec }) => spec.surface,
    () => {
      input.value = '';
      input.placeholder = 'auto';
      validate();
    },
  );
  return {
    element: h(
      'label.contest-field',
      {
        title:
          'A trajectory has arrived when its loss is at or below this. Empty: a thousandth of the way from the lowest loss to that of the median start.',
      },
      'target loss',
      input,
    ),
    value: typed,
    isValid: () => input.reportValidity(),
    suggest({ loss, by }) {
      if (by !== 'choice') input.placeholder = formatNumber(loss);
    },
  };
}
