import { RavineError } from '../core/errors.ts';

export type FieldType = 'f32' | 'u32';

/**
 * A struct of 4-byte scalars that TypeScript writes and WGSL reads, generated from one list of names, so that no
 * offset is ever counted by hand. Scalars only: their offset is four times their index in the uniform address space
 * and in storage alike, and an array of the struct has no holes.
 */
export interface Layout<Name extends string = string> {
  structName: string;
  fields: readonly { name: Name; type: FieldType }[];
  /** Size of one struct in 4-byte words, at least 1: WGSL has no empty struct, so an empty list gets a pad. */
  words: number;
  /** Size of one struct in bytes. */
  bytes: number;
  /** `struct Name { … }` for WGSL. */
  wgsl: string;
  /**
   * Writes one struct's values at word `offset` of `into`.
   * @throws 'internal' where a value is missing: a uniform with a hole would run with whatever was there before.
   */
  write(values: Readonly<Record<Name, number>>, into: ArrayBuffer, offset?: number): void;
  /** One struct's values in a buffer of their own. */
  pack(values: Readonly<Record<Name, number>>): ArrayBuffer;
}

export function createLayout<Name extends string>(
  structName: string,
  list: readonly (Name | { name: Name; type: FieldType })[],
): Layout<Name> {
  const fields = list.map((field) =>
    typeof field === 'string' ? { name: field, type: 'f32' as const } : field,
  );
  const words = Math.max(1, fields.length);
  const members = fields.length === 0 ? ['pad: f32'] : fields.map(({ name, type }) => `${name}: ${type}`);

  const write = (values: Readonly<Record<Name, number>>, into: ArrayBuffer, offset = 0): void => {
    const view = new DataView(into, offset * 4, words * 4);
    fields.forEach(({ name, type }, index) => {
      const value: number | undefined = values[name];
      if (value === undefined) throw new RavineError('internal', `${structName}.${name} has no value.`);
      if (type === 'f32') view.setFloat32(index * 4, value, true);
      else view.setUint32(index * 4, value, true);
    });
  };

  return {
    structName,
    fields,
    words,
    bytes: words * 4,
    wgsl: `struct ${structName} { ${members.join(', ')} }\n`,
    write,
    pack(values) {
      const packed = new ArrayBuffer(words * 4);
      write(values, packed);
      return packed;
    },
  };
}

/** A struct with one `T` (vec2f or f32) per name, for values that live in registers: the optimizers' `State`. */
export function registerStruct(structName: string, names: readonly string[]): string {
  const members = names.length === 0 ? ['pad: T'] : names.map((name) => `${name}: T`);
  return `struct ${structName} { ${members.join(', ')} }\n`;
}
