import type { GUI } from 'lil-gui';
import { h } from '../dom.ts';
import { type Binding, Field, type FieldOptions } from './field.ts';
import type { Choice } from './select-field.ts';

let groups = 0;

/** Few choices side by side, one of them taken: radio buttons that look like one control. */
export class SegmentedField<T extends string> extends Field<T> {
  private readonly radios: HTMLInputElement[];

  constructor(parent: GUI, binding: Binding<T>, options: FieldOptions & { choices: readonly Choice[] }) {
    super(parent, binding, 'segmented-field', options);
    const name = `segmented-${++groups}`;
    this.radios = options.choices.map(({ value }) =>
      h('input', { type: 'radio', name, value, onchange: () => this.setValue(value) }),
    );
    const segments = options.choices.map(({ label, description }, i) =>
      h('label', { title: description }, this.radios[i]!, h('span', {}, label)),
    );
    this.$widget.append(h('div.segmented', { role: 'radiogroup', 'aria-label': options.label }, ...segments));
    this.updateDisplay();
  }

  override updateDisplay(): this {
    for (const radio of this.radios) radio.checked = radio.value === this.binding.value;
    return this;
  }
}
