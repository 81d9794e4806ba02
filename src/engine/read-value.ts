import { RavineError } from '../core/errors.ts';
import { FLOAT32_MAX } from '../core/float32.ts';
import { nearestName } from '../formula/nearest-name.ts';

/**
 * Readers of outside data: each turns an unknown value into a typed one, or refuses with a sentence that names the
 * field and what is allowed. A field that is left out is `undefined` and the caller's default; null is a value.
 */

export type Fields = Readonly<Record<string, unknown>>;

/**
 * Bounds of validity, inclusive unless said otherwise. What an excluded end must not be reached by is the value as a
 * GPU holds it: a decay rate of 0.99999999 is 1 in float32, and an average that decays at 1 takes nothing in.
 */
export interface Range {
  min?: number;
  max?: number;
  exclusiveMin?: boolean;
  exclusiveMax?: boolean;
  integer?: boolean;
}

export function refuse(field: string, allowed: string, value: unknown, cure?: string): never {
  const sentence =
    value === undefined
      ? `${field} is missing: it must be ${allowed}.`
      : `${field} must be ${allowed}, not ${show(value)}.`;
  throw new RavineError('bad-input', sentence, withCure(field, cure));
}

/** `a.b`, or `b` at the root. */
export const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

/** The object of a section that may be left out altogether. */
export const orEmpty = (value: unknown): unknown => (value === undefined ? {} : value);

/** What to do instead, by names that people give and that are not known. */
export type Cures = Readonly<Partial<Record<string, string>>>;

/** A plain object that has no other fields than these. @param whole what to call it where `field` is '' */
export function readObject(
  value: unknown,
  field: string,
  known: readonly string[],
  { whole = '', cures = {} }: { whole?: string; cures?: Cures } = {},
): Fields {
  const name = field === '' ? whole : field;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    refuse(name, known.length === 0 ? 'an empty object' : `an object with the fields ${list(known)}`, value);
  }
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    refuseName(join(field, key), 'field', key, known, Object.hasOwn(cures, key) ? cures[key] : undefined);
  }
  return value as Fields;
}

/** A finite number within the range of float32, since the GPU has to hold it. */
export function readNumber(value: unknown, field: string, range: Range = {}, cure?: string): number {
  if (typeof value !== 'number' || !within(value, range)) {
    refuse(field, isBeyondFloat32(value, range) ? FLOAT32_RANGE : describeRange(range), value, cure);
  }
  const end = excludedEnd(value, range);
  if (end !== null) {
    const sentence = `${field} must be ${describeRange(range)}, not ${value}, which float32 rounds to ${end}.`;
    throw new RavineError('bad-input', sentence, withCure(field, cure));
  }
  return value;
}

export function readBoolean(value: unknown, field: string): boolean {
  if (typeof value !== 'boolean') refuse(field, 'true or false', value);
  return value;
}

export function readText(value: unknown, field: string): string {
  if (typeof value !== 'string') refuse(field, 'a text', value);
  return value;
}

export function readChoice<T extends string>(
  value: unknown,
  field: string,
  what: string,
  choices: readonly T[],
): T {
  if (typeof value !== 'string') refuse(field, `one of ${list(choices)}`, value);
  const found = choices.find((choice) => choice === value);
  return found ?? refuseName(field, what, value, choices);
}

export function readArray(value: unknown, field: string, min: number, max: number): readonly unknown[] {
  const allowed = `${min === max ? amount(min) : `${amount(min)} to ${amount(max)}`} entries`;
  if (!Array.isArray(value)) refuse(field, `an array of ${allowed}`, value);
  if (value.length < min || value.length > max) {
    throw new RavineError(
      'bad-input',
      `${field} must have ${min === max ? 'exactly ' : ''}${allowed}, not ${amount(value.length)}.`,
      { field },
    );
  }
  return value;
}

/** Refuses a name that is not among the known. @param cure left out: one that may have been meant, if there is any */
export function refuseName(
  field: string,
  what: string,
  name: string,
  known: readonly string[],
  cure?: string,
): never {
  const meant = nearestName(name, known);
  const allowed = known.length === 0 ? 'none is allowed here' : `allowed: ${known.join(', ')}`;
  const details = withCure(field, cure ?? (meant === null ? undefined : `Did you mean '${meant}'?`));
  throw new RavineError('bad-input', `${field}: unknown ${what} ${show(name)}; ${allowed}.`, details);
}

const FLOAT32_RANGE = 'a number within ±3.4e38 (float32)';

/** Too large for float32 and for nothing else. */
const isBeyondFloat32 = (value: unknown, { min, max, integer = false }: Range): boolean =>
  !integer && Number.isFinite(value) && ((value as number) > 0 ? max : min) === undefined;

/** "a whole number from 1 to 10,000,000", "a finite number ≥ 0", "a number ≥ 0 and < 1". */
function describeRange(range: Range): string {
  const { min, max, exclusiveMin = false, exclusiveMax = false, integer = false } = range;
  const isBounded = min !== undefined && max !== undefined;
  const kind = integer ? 'a whole number' : isBounded ? 'a number' : 'a finite number';
  const low = min === undefined ? null : `${exclusiveMin ? '>' : '≥'} ${amount(min)}`;
  const high = max === undefined ? null : `${exclusiveMax ? '<' : '≤'} ${amount(max)}`;
  if (low !== null && high !== null && !exclusiveMin && !exclusiveMax) {
    return `${kind} from ${amount(min!)} to ${amount(max!)}`;
  }
  return [kind, [low, high].filter((bound) => bound !== null).join(' and ')]
    .filter((s) => s !== '')
    .join(' ');
}

function within(value: number, range: Range): boolean {
  const { min = -FLOAT32_MAX, max = FLOAT32_MAX, exclusiveMin = false, exclusiveMax = false } = range;
  if (!Number.isFinite(value) || Math.abs(value) > FLOAT32_MAX) return false;
  if (range.integer && !Number.isInteger(value)) return false;
  return (exclusiveMin ? value > min : value >= min) && (exclusiveMax ? value < max : value <= max);
}

/** The excluded end onto which float32 rounds a value that is within. */
function excludedEnd(value: number, { min, max, exclusiveMin, exclusiveMax }: Range): number | null {
  const rounded = Math.fround(value);
  if (exclusiveMin && min !== undefined && rounded <= min) return min;
  return exclusiveMax && max !== undefined && rounded >= max ? max : null;
}

const withCure = (field: string, cure: string | undefined) =>
  cure === undefined ? { field } : { field, cure };

/** Longest piece of a refused value that is worth repeating. */
const SHOWN_LENGTH = 40;

function show(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'string') {
    return value.length > SHOWN_LENGTH ? `'${value.slice(0, SHOWN_LENGTH)}…'` : `'${value}'`;
  }
  return String(value);
}

const list = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');

/** Whole numbers with separators, others as they are. */
const amount = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e15 ? value.toLocaleString('en') : String(value);
