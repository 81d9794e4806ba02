import type { FormulaError, Span } from './ast.ts';

export type Token = Span &
  (
    | { kind: 'number'; value: number }
    | { kind: 'name'; text: string }
    | { kind: 'operator'; text: '+' | '-' | '*' | '/' | '^' | '(' | ')' | ',' }
    /** A run of superscript digits, `x²`: a power that was written without `^`. */
    | { kind: 'superscript'; value: number }
    | { kind: 'end' }
  );

export type TokenizeResult = { ok: true; tokens: Token[] } | { ok: false; error: FormulaError };

/** What people paste from papers, and what it means here. */
const typography: Readonly<Record<string, string>> = {
  '−': '-',
  '–': '-',
  '×': '*',
  '·': '*',
  '⋅': '*',
  '∗': '*',
  '÷': '/',
};
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

const space = /\s+/y;
const number = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const name = /[A-Za-z][A-Za-z0-9_]*|π/y;
const superscript = /[⁰¹²³⁴⁵⁶⁷⁸⁹]+/y;
const operator = /\*\*|[-+*/^(),−–×·⋅∗÷]/y;

/** Splits a formula into tokens; the last is always `end`. */
export function tokenize(text: string): TokenizeResult {
  const tokens: Token[] = [];
  let position = 0;
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = position;
    return pattern.exec(text)?.[0] ?? null;
  };
  while (position < text.length) {
    let found: string | null;
    if ((found = match(space)) !== null) {
      // Between tokens, spaces mean nothing.
    } else if ((found = match(number)) !== null) {
      const value = Number(found);
      if (!Number.isFinite(value)) return tooLarge(found, position);
      tokens.push({ kind: 'number', value, position, length: found.length });
    } else if ((found = match(name)) !== null) {
      tokens.push({ kind: 'name', text: found === 'π' ? 'pi' : found, position, length: found.length });
    } else if (text[position] === '√') {
      found = '√';
      tokens.push({ kind: 'name', text: 'sqrt', position, length: 1 });
    } else if ((found = match(superscript)) !== null) {
      const digits = Array.from(found, (digit) => superscripts.indexOf(digit)).join('');
      const value = Number(digits);
      if (!Number.isFinite(value)) return tooLarge(found, position);
      tokens.push({ kind: 'superscript', value, position, length: found.length });
    } else if ((found = match(operator)) !== null) {
      const plain = found === '**' ? '^' : (typography[found] ?? found);
      tokens.push({ kind: 'operator', text: plain as '+', position, length: found.length });
    } else {
      const character = String.fromCodePoint(text.codePointAt(position)!);
      const expected = "a number, a name, an operator or '('";
      const message = `Expected ${expected} at position ${position + 1}, found '${character}'.`;
      return { ok: false, error: { message, position, length: character.length, expected } };
    }
    position += found.length;
  }
  tokens.push({ kind: 'end', position: text.length, length: 0 });
  return { ok: true, tokens };
}

function tooLarge(found: string, position: number): TokenizeResult {
  const expected = 'a number below 1.8e308';
  const shown = found.length > 24 ? `${found.slice(0, 24)}…` : found;
  const message = `Expected ${expected} at position ${position + 1}, found '${shown}'.`;
  return { ok: false, error: { message, position, length: found.length, expected } };
}
