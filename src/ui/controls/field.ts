import { Controller, type GUI } from 'lil-gui';

/** Reads and writes one value of the store: the object that a control of lil-gui holds on to. */
export interface Binding<T> {
  value: T;
}

export const bind = <T>(get: () => T, set: (value: T) => void): Binding<T> => ({
  get value() {
    return get();
  },
  set value(next) {
    set(next);
  },
});

export interface FieldOptions {
  label: string;
  /** One sentence, shown on hovering the label. */
  description?: string;
  /** Survives a rebuild of the folder with the focus, if it has it. */
  key?: string;
}

/** A control of ours inside lil-gui: name, tooltip, and a widget that subclasses fill. */
export class Field<T> extends Controller {
  readonly binding: Binding<T>;

  constructor(
    parent: GUI,
    binding: Binding<T>,
    className: string,
    { label, description, key }: FieldOptions,
  ) {
    super(parent, binding, 'value', className);
    this.binding = binding;
    this.name(label);
    this.domElement.classList.add('field');
    if (description !== undefined) this.domElement.title = description;
    if (key !== undefined) this.domElement.dataset.key = key;
  }
}
