/** Commands whose argument is text or a name, not mathematics: it belongs to the command. */
const opaque = ['text', 'mathrm', 'mathit', 'mathbf', 'operatorname', 'begin', 'end'];

const pattern = new RegExp(
  [`\\\\(?:${opaque.join('|')})\\*?\\s*\\{[^{}]*\\}`, '\\\\[a-zA-Z]+', '\\\\.', '\\s+', '.'].join('|'),
  'gsu',
);

/** TeX in parts that must not be taken apart: joined, they are the text again. */
export const tokensOf = (tex: string): string[] => tex.match(pattern) ?? [];
