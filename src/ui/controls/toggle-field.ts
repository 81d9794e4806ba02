import type { GUI } from 'lil-gui';
import { h } from '../dom.ts';
import { type Binding, Field, type FieldOptions } from './field.ts';

/** A switch. */
export class ToggleField extends Field<boolean> {
  private readonly box: HTMLInputElement;

  constructor(parent: GUI, binding: Binding<boolean>, options: FieldOptions) {
    super(parent, binding, 'toggle-field', options);
    this.box = h('input.switch', {
      type: 'checkbox',
      role: 'switch',
      'aria-label': options.label,
      onchange: () => this.setValue(this.box.checked),
    });
    this.$widget.append(this.box);
    this.updateDisplay();
  }

  override updateDisplay(): this {
    this.box.checked = this.binding.value;
    return this;
  }
}
