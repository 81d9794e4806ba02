/**
 * The small language of the address:
 *
 *     hash  = key=value & key=value …
 *     call  = name | name(item,item,…)          item = value | name=value
 *     calls = call+call+…                       point = x:y
 *
 * Values are written so that a person can read and edit them; only what would end a value early, or what browsers
 * escape themselves, is percent-encoded.
 */
export interface Call {
  name: string;
  items: { name: string | null; value: string }[];
}

/** Everything a fragment may hold unescaped (URL standard) and that has no meaning between keys. */
const needsEscape = /[^A-Za-z0-9\-._~!$'()*+,;=:@/?^|{}[\]]/gu;

export const escapeValue = (text: string): string => text.replace(needsEscape, encodeURIComponent);

/** Splits a hash into decoded entries, in order; `value` is null where the percent-encoding is broken. */
export function readEntries(hash: string): { key: string; value: string | null }[] {
  return hash
    .replace(/^#/, '')
    .split('&')
    .filter((entry) => entry !== '')
    .map((entry) => {
      const cut = entry.indexOf('=');
      const key = cut < 0 ? entry : entry.slice(0, cut);
      return { key: decode(key) ?? key, value: cut < 0 ? '' : decode(entry.slice(cut + 1)) };
    });
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** `name(a,b=c)`; null where the brackets do not match. */
export function readCall(text: string): Call | null {
  const match = /^([^(),+]*)(?:\((.*)\))?$/s.exec(text.trim());
  if (match === null || match[2]?.match(/[()]/)) return null;
  const items = (match[2] ?? '').split(',').filter((item) => item.trim() !== '');
  return {
    name: match[1]!.trim(),
    items: items.map((item) => {
      const cut = item.indexOf('=');
      return cut < 0
        ? { name: null, value: item.trim() }
        : { name: item.slice(0, cut).trim(), value: item.slice(cut + 1).trim() };
    }),
  };
}

/** Calls joined by `+`; a plus inside brackets, as in `1e+9`, does not separate. Null where one cannot be read. */
export function readCalls(text: string): Call[] | null {
  const calls = text.split(/\+(?![^(]*\))/).map(readCall);
  return calls.every((call) => call !== null) ? calls : null;
}

export function writeCall(name: string, items: readonly string[]): string {
  return items.length === 0 ? name : `${name}(${items.join(',')})`;
}

/**
 * A number, `on`/`off` or `true`/`false`, `none`, or else the text itself, for the border to judge.
 * What looks like no plain number stays text: an address should not accept `0x10` or an empty value as a number.
 */
export function readValue(text: string): number | boolean | null | string {
  if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) return Number(text);
  if (text === 'true' || text === 'on') return true;
  if (text === 'false' || text === 'off') return false;
  return text === 'none' ? null : text;
}

export function writeValue(value: number | boolean | string | null): string {
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'string') return value;
  // The shortest text that reads back as the same number.
  return Object.is(value, -0) ? '-0' : String(value);
}

/** `x:y`; whatever is wrong with it stays visible to the border as text. */
export const readPoint = (text: string): unknown[] => text.split(':').map((part) => readValue(part.trim()));
export const writePoint = (point: readonly number[]): string => point.map(writeValue).join(':');
