import type { GUI } from 'lil-gui';
import { h } from '../dom.ts';
import { formatNumber, readTyped } from '../format.ts';
import { icon } from '../icons.ts';
import { type Binding, Field, type FieldOptions } from './field.ts';
import { POSITIONS, positionOf, type SliderScale, valueAt } from './slider-scale.ts';

export interface RangeOptions extends FieldOptions {
  scale: SliderScale;
  /** What reset goes back to; without it there is no reset. */
  standard?: number;
  /** What may be typed, which can be more than the slider reaches. */
  bounds?: { min?: number; max?: number; exclusiveMin?: boolean; exclusiveMax?: boolean };
  /** Shown instead of the number, such as “never” for 0. */
  text?: (value: number) => string | null;
}

/** Characters that the usual width of a number has room for. */
const NARROW_TEXT = 7;

/** A slider, the number itself to type, and a reset that shows where the number is not the standard one. */
export class RangeField extends Field<number> {
  private readonly about: RangeOptions;
  private readonly slider: HTMLInputElement;
  private readonly input: HTMLInputElement;
  private readonly resetButton: HTMLButtonElement | null;

  constructor(parent: GUI, binding: Binding<number>, options: RangeOptions) {
    super(parent, binding, 'range-field', options);
    this.about = options;
    const label = options.label;
    this.slider = h('input.slider', {
      type: 'range',
      min: 0,
      max: POSITIONS,
      'aria-label': label,
      oninput: () => this.setValue(valueAt(this.slider.valueAsNumber, options.scale)),
      onchange: () => this._callOnFinishChange(),
    });
    const longest = options.text?.(options.bounds?.max ?? options.scale.max) ?? '';
    this.input = h(longest.length > NARROW_TEXT ? 'input.number.wide' : 'input.number', {
      type: 'text',
      inputmode: 'decimal',
      spellcheck: false,
      autocomplete: 'off',
      'aria-label': `${label}, as a number`,
      oninput: () => this.input.setCustomValidity(''),
      onchange: () => this.typed(),
      onfocus: () => this.input.select(),
      onblur: () => this.revert(),
      onkeydown: (event) => this.onKey(event as KeyboardEvent),
    });
    this.$widget.append(this.slider, this.input);
    this.resetButton =
      options.standard === undefined
        ? null
        : h(
            'button.reset',
            { type: 'button', onclick: () => this.setValue(options.standard) },
            icon('reset'),
          );
    if (this.resetButton !== null) this.$widget.append(this.resetButton);
    this.updateDisplay();
  }

  override updateDisplay(): this {
    const { scale, standard, text, label } = this.about;
    const value = this.binding.value;
    const position = positionOf(value, scale);
    // A slider between two positions stays where the hand left it.
    if (this.slider.valueAsNumber !== position) this.slider.valueAsNumber = position;
    this.slider.style.setProperty('--share', `${(100 * position) / POSITIONS}%`);
    const shown = text?.(value) ?? formatNumber(value, scale.integer ? 8 : 4);
    this.slider.setAttribute('aria-valuetext', shown);
    if (document.activeElement !== this.input) this.input.value = shown;
    if (this.resetButton !== null && standard !== undefined) {
      const hint = `Reset ${label} to ${text?.(standard) ?? formatNumber(standard)}`;
      this.resetButton.title = hint;
      this.resetButton.setAttribute('aria-label', hint);
      this.resetButton.classList.toggle('idle', value === standard);
      this.resetButton.disabled = value === standard;
    }
    return this;
  }

  /** Shows the number that counts: what was refused goes, and with it that it was. */
  private revert(): void {
    this.input.setCustomValidity('');
    this.updateDisplay();
  }

  private typed(): void {
    const { scale, text } = this.about;
    if (text?.(this.binding.value) === this.input.value || this.refuses()) return;
    const value = readTyped(this.input.value)!;
    this.setValue(scale.integer ? Math.round(value) : value);
    this.input.value = formatNumber(this.binding.value, scale.integer ? 8 : 6);
    this._callOnFinishChange();
  }

  /** Whether what is typed cannot be taken. */
  private refuses(): boolean {
    const value = readTyped(this.input.value);
    const isUnchanged = this.about.text?.(this.binding.value) === this.input.value;
    const problem = isUnchanged ? null : value === null ? 'Not a number.' : this.refusal(value);
    this.input.setCustomValidity(problem ?? '');
    return problem !== null;
  }

  /** Why a typed number is not taken; null where it is. */
  private refusal(value: number): string | null {
    const { min = this.about.scale.min, max = this.about.scale.max, ...exclusive } = this.about.bounds ?? {};
    // What float32 rounds onto an excluded end is that end to the GPU.
    const rounded = Math.fround(value);
    if (value < min || (exclusive.exclusiveMin && rounded === min)) {
      return `Must be ${exclusive.exclusiveMin ? 'more than' : 'at least'} ${formatNumber(min)}.`;
    }
    if (value > max || (exclusive.exclusiveMax && rounded === max)) {
      return `Must be ${exclusive.exclusiveMax ? 'less than' : 'at most'} ${formatNumber(max, 8)}.`;
    }
    return null;
  }

  private onKey(event: KeyboardEvent): void {
    // What is refused stays to be mended, with the reason beside it.
    // Not so when the field is left: to say why would take the focus back.
    if (event.key === 'Enter') {
      if (this.refuses()) this.input.reportValidity();
      else this.input.blur();
    }
    if (event.key === 'Escape') {
      this.input.setCustomValidity('');
      this.input.value = formatNumber(this.binding.value);
      this.input.blur();
    }
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    const step = (event.key === 'ArrowUp' ? 1 : -1) * (event.shiftKey ? 50 : 5);
    this.setValue(valueAt(positionOf(this.binding.value, this.about.scale) + step, this.about.scale));
    this.input.value = formatNumber(this.binding.value);
  }
}
