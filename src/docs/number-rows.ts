import { standardValue } from '../engine/complete-values.ts';
import type { HyperSpec } from '../optimizers/optimizer.ts';
import { code, inlineMath, table } from './markdown.ts';

/** A table of hyperparameters or of a schedule's parameters. */
export const numbersTable = (specs: readonly HyperSpec[]): string =>
  table(
    ['name', 'symbol', 'default', 'range', 'meaning'],
    specs.map((spec) => [
      code(spec.name),
      inlineMath(spec.symbol),
      defaultOf(spec, specs),
      rangeOf(spec),
      spec.description,
    ]),
  );

function defaultOf(spec: HyperSpec, specs: readonly HyperSpec[]): string {
  const { defaultBy } = spec;
  if (defaultBy === undefined) return code(String(spec.default));
  if (defaultBy === 'lowest loss')
    return `lowest known loss of the surface, else ${code(String(spec.default))}`;
  const conventions = specs.find(({ name }) => name === 'convention')?.choices ?? [];
  return conventions
    .map((convention) => `${code(String(standardValue(spec, specs, { convention })))} (${convention})`)
    .join(', ');
}

function rangeOf({ kind, choices, min, max, exclusiveMin, exclusiveMax, integer }: HyperSpec): string {
  if (kind === 'boolean') return 'true or false';
  if (kind === 'choice') return (choices ?? []).map(code).join(', ');
  const whole = integer === true ? 'whole, ' : '';
  if (max === undefined && min === undefined) return `${whole}any`;
  if (max === undefined) return `${whole}${exclusiveMin === true ? '>' : '≥'} ${limit(min!)}`;
  const [open, close] = [exclusiveMin === true ? '(' : '[', exclusiveMax === true ? ')' : ']'];
  return `${whole}${open}${min === undefined ? '−∞' : limit(min)}, ${limit(max)}${close}`;
}

const limit = (value: number): string => value.toLocaleString('en-GB', { maximumSignificantDigits: 6 });
