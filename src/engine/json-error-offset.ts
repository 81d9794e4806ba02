/**
 * Where a text stops being JSON (RFC 8259): the offset of the first character that no JSON text could have there, or
 * the text's length where it ends too early. Engines word their messages differently and not all say where.
 */
export function jsonErrorOffset(text: string): number {
  let at = 0;
  /** Closing bracket of each open array or object, innermost last: no recursion, so no depth is too deep. */
  const open: ('}' | ']')[] = [];
  let expected: 'value' | 'value or end' | 'name' | 'name or end' | 'separator' = 'value';

  /** Moves past a match at this very place. */
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) at += match[0].length;
    return match !== null;
  };

  for (;;) {
    take(/[ \t\n\r]*/y);
    const character = text[at];
    if (expected === 'separator') {
      if (open.length === 0) return at;
      const close = open[open.length - 1];
      if (character === close) open.pop();
      else if (character === ',') expected = close === '}' ? 'name' : 'value';
      else return at;
      at++;
    } else if (expected.endsWith('or end') && character === open[open.length - 1]) {
      open.pop();
      at++;
      expected = 'separator';
    } else if (expected.startsWith('name')) {
      if (!take(STRING)) return at + badOffsetInScalar(text, at);
      take(/[ \t\n\r]*/y);
      if (text[at] !== ':') return at;
      at++;
      expected = 'value';
    } else if (character === '{' || character === '[') {
      open.push(character === '{' ? '}' : ']');
      at++;
      expected = character === '{' ? 'name or end' : 'value or end';
    } else {
      if (!take(STRING) && !take(NUMBER) && !take(/true|false|null/y))
        return at + badOffsetInScalar(text, at);
      expected = 'separator';
    }
  }
}

const STRING = /"(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"/uy;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** The longest beginning of a string, a number or a word. */
const BEGINNINGS = [
  /"(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*(?:\\(?:u[0-9a-fA-F]{0,3})?)?/uy,
  /-/y,
  /t(?:r(?:u)?)?|f(?:a(?:l(?:s)?)?)?|n(?:u(?:l)?)?/y,
];

/** How many characters of a broken string, number or word are still right. */
function badOffsetInScalar(text: string, at: number): number {
  for (const beginning of BEGINNINGS) {
    beginning.lastIndex = at;
    const match = beginning.exec(text);
    if (match !== null) return match[0].length;
  }
  return 0;
}
