import type { GUI } from 'lil-gui';
import { h } from '../dom.ts';
import { formatNumber, readTyped } from '../format.ts';
import { type Binding, Field, type FieldOptions } from './field.ts';

export interface NumbersOptions extends FieldOptions {
  /** Name of each number, for screen readers. */
  parts: readonly string[];
  /** Shown in empty inputs; with it, an empty input means “nothing given” and all of them together null. */
  placeholder?: string;
  /** Why these numbers are not taken; null where they are. */
  refuse?: (values: number[]) => string | null;
}

/** A few numbers in a row to type, such as the corners of a domain; null where none is given. */
export class NumbersField extends Field<readonly number[] | null> {
  private readonly inputs: HTMLInputElement[];
  private readonly about: NumbersOptions;

  constructor(parent: GUI, binding: Binding<readonly number[] | null>, options: NumbersOptions) {
    super(parent, binding, 'numbers-field', options);
    this.about = options;
    this.inputs = options.parts.map((part) => {
      const input = h('input.number', {
        type: 'text',
        inputmode: 'decimal',
        autocomplete: 'off',
        placeholder: options.placeholder,
        'aria-label': `${options.label}: ${part}`,
        title: part,
        oninput: () => input.setCustomValidity(''),
        onchange: () => this.typed(input),
        onblur: () => this.revert(input),
        onkeydown: (event) => {
          if ((event as KeyboardEvent).key !== 'Enter') return;
          this.typed(input);
          // What is refused stays to be mended. Not so when the field is left: to say why would take the focus back.
          if (input.reportValidity()) input.blur();
        },
      });
      return input;
    });
    this.$widget.append(...this.inputs);
    this.updateDisplay();
  }

  override updateDisplay(): this {
    this.inputs.forEach((input, i) => {
      const value = this.binding.value?.[i];
      if (document.activeElement !== input) input.value = value === undefined ? '' : formatNumber(value, 6);
    });
    return this;
  }

  /** What was refused gives way to the number that counts; half a pair waits for the other half. */
  private revert(input: HTMLInputElement): void {
    if (input.validity.valid) return;
    input.setCustomValidity('');
    this.updateDisplay();
  }

  private typed(input: HTMLInputElement): void {
    const texts = this.inputs.map((each) => each.value.trim());
    const { placeholder, refuse } = this.about;
    if (placeholder !== undefined && input.value.trim() === '') {
      this.setValue(null);
      for (const each of this.inputs) each.value = '';
      return;
    }
    const values = texts.map(readTyped);
    const own = values[this.inputs.indexOf(input)];
    const missing = values.some((value) => value === null);
    // The other half of a pair is still to come.
    if (own !== null && missing && placeholder !== undefined) return;
    const problem = missing ? 'Not a number.' : (refuse?.(values as number[]) ?? null);
    input.setCustomValidity(problem ?? '');
    if (problem === null) this.setValue(values);
  }
}
