import type { HyperSpec } from '../optimizers/optimizer.ts';
import { type Cures, join, orEmpty, readBoolean, readChoice, readNumber, readObject } from './read-value.ts';
import type { HyperValue } from './run-spec.ts';

/** Named values against their specifications; only those given are returned. @param cures for names that are not among them */
export function parseValues(
  specs: readonly HyperSpec[],
  value: unknown,
  field: string,
  cures: Cures = {},
): Record<string, HyperValue> {
  const names = specs.map((spec) => spec.name);
  const fields = readObject(orEmpty(value), field, names, { cures });
  const given = specs.filter((spec) => fields[spec.name] !== undefined && Object.hasOwn(fields, spec.name));
  return Object.fromEntries(
    given.map((spec) => [spec.name, parseValue(spec, fields[spec.name], join(field, spec.name))]),
  );
}

function parseValue(spec: HyperSpec, value: unknown, field: string): HyperValue {
  if (spec.kind === 'boolean') return readBoolean(value, field);
  if (spec.kind === 'choice') return readChoice(value, field, 'choice', spec.choices ?? []);
  return readNumber(value, field, spec, `Leave it out for the default${standard(spec)}.`);
}

/** Told where it is one number, and not where it depends on the surface or on another choice. */
const standard = ({ default: value, defaultBy }: HyperSpec): string =>
  defaultBy === undefined ? `, ${value}` : '';
