import type { GUI } from 'lil-gui';
import { h } from '../dom.ts';
import { icon } from '../icons.ts';
import { type Binding, Field, type FieldOptions } from './field.ts';

export interface Choice {
  value: string;
  label: string;
  /** Choices with the same group stand together under its name. */
  group?: string;
  /** One sentence, shown on hovering. */
  description?: string;
}

export interface SelectOptions extends FieldOptions {
  choices: readonly Choice[];
}

/** A native menu, which every keyboard, screen reader and phone knows how to use. */
export class SelectField extends Field<string> {
  private readonly select: HTMLSelectElement;

  constructor(parent: GUI, binding: Binding<string>, options: SelectOptions) {
    super(parent, binding, 'select-field', options);
    this.select = createSelect(options.label, options.choices, (value) => {
      this.setValue(value);
      this._callOnFinishChange();
    });
    this.$widget.append(wrapSelect(this.select));
    this.updateDisplay();
  }

  override updateDisplay(): this {
    this.select.value = this.binding.value;
    return this;
  }
}

export const wrapSelect = (select: HTMLSelectElement): HTMLElement =>
  h('div.select', {}, select, icon('chevron'));

export function createSelect(
  label: string,
  choices: readonly Choice[],
  onChange: (value: string) => void,
): HTMLSelectElement {
  const select = h('select', { 'aria-label': label, onchange: () => onChange(select.value) });
  const groups = new Map<string, HTMLOptGroupElement>();
  for (const { value, label: text, group, description } of choices) {
    const option = h('option', { value, title: description }, text);
    if (group === undefined) {
      select.append(option);
      continue;
    }
    let parent = groups.get(group);
    if (parent === undefined) {
      parent = h('optgroup', { label: group });
      groups.set(group, parent);
      select.append(parent);
    }
    parent.append(option);
  }
  return select;
}
