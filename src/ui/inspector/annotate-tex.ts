import { tokensOf } from './tex-tokens.ts';

/** Where an equation names a quantity that there may be a number for. */
export interface Occurrence {
  symbol: string;
  /**
   * How often the equations have assigned to the symbol before what is read here, or with what is written here; NaN
   * where that cannot be told.
   */
  version: number;
}

export interface AnnotatedEquations {
  /** TeX, one line per equation; under occurrence k stands a text of class `at-k`, also `tight` where there is an exponent. */
  lines: string[];
  occurrences: Occurrence[];
  /** How often the equations assign to each symbol. */
  assignments: ReadonlyMap<string, number>;
}

/** The gradient, of whatever place: what an optimizer is handed. */
export const GRADIENT_SYMBOL = '\\nabla L';

/**
 * Finds symbols in equations that are read in order, from left to right and line by line, and makes room for a number
 * under each. Not under what stands in an index or exponent, which is too small, nor in a remark: what follows
 * `\qquad` in brackets.
 * @param symbols TeX of the quantities to find; where two fit, the longer one is meant
 */
export function annotateEquations(
  equations: readonly string[],
  symbols: readonly string[],
): AnnotatedEquations {
  const patterns = symbols
    .map((symbol) => ({ symbol, tokens: tokensOf(symbol).filter(isInk) }))
    .sort((a, b) => b.tokens.length - a.tokens.length);
  const occurrences: Occurrence[] = [];
  const assignments = new Map<string, number>();
  const lines = equations.map((equation) => annotateLine(equation, patterns, occurrences, assignments));
  return { lines, occurrences, assignments };
}

interface Pattern {
  symbol: string;
  tokens: readonly string[];
}

function annotateLine(
  equation: string,
  patterns: readonly Pattern[],
  occurrences: Occurrence[],
  assignments: Map<string, number>,
): string {
  const tokens = tokensOf(equation);
  const end = remarkOf(tokens);
  // Several at once, (a, b) ← (c, d): who gets what is not said symbol by symbol.
  const isTuple = tokens.some((token, i) => token === ')' && tokens[nextInk(tokens, i + 1)] === '\\gets');
  let tex = '';
  let depth = 0;
  let target: string | null = null;
  const complete = () => {
    if (target !== null) assignments.set(target, (assignments.get(target) ?? 0) + 1);
    target = null;
  };
  for (let i = 0; i < end; ) {
    const token = tokens[i]!;
    const match = matchAt(tokens, i, patterns);
    // What is too small to write under, and what an accent makes another quantity of.
    if (token === '^' || token === '_' || (match === null && accents.has(token))) {
      const after = endOfScript(tokens, i);
      tex += tokens.slice(i, after).join('');
      i = after;
      continue;
    }
    if (match === null) {
      depth += nesting(token);
      tex += token;
      i++;
      continue;
    }
    const { symbol } = match;
    const isTarget = depth === 0 && isAssignment(tokens[nextInk(tokens, match.end)]);
    if (isTarget) complete();
    if (isTuple) assignments.set(symbol, Number.NaN);
    const version = (assignments.get(symbol) ?? 0) + (isTarget ? 1 : 0);
    if (isTarget) target = symbol;
    const text = tokens.slice(i, match.end).join('');
    // An exponent should stand by its base, however wide the number under it.
    const isTight = tokens[nextInk(tokens, match.end)] === '^';
    const classes = `at at-${occurrences.length}${isTight ? ' tight' : ''}`;
    tex += `{\\underset{\\class{${classes}}{\\text{0}}}{${text}}}`;
    occurrences.push({ symbol, version });
    i = match.end;
  }
  complete();
  return tex + tokens.slice(end).join('');
}

const isInk = (token: string): boolean => token.trim() !== '' && !spaces.has(token);
const spaces: ReadonlySet<string> = new Set(['\\,', '\\;', '\\:', '\\!', '\\ ']);
const accents: ReadonlySet<string> = new Set(
  ['hat', 'bar', 'tilde', 'vec', 'dot', 'widehat', 'overline'].map((name) => `\\${name}`),
);
const opening: ReadonlySet<string> = new Set(['{', '(', '[', '\\{', '\\begin']);
const closing: ReadonlySet<string> = new Set(['}', ')', ']', '\\}', '\\end']);

const nesting = (token: string): number => {
  const name = token.replace(/\{.*$/s, '') || token;
  return opening.has(name) ? 1 : closing.has(name) ? -1 : 0;
};

const isAssignment = (token: string | undefined): boolean =>
  token === '\\gets' || token === '\\leftarrow' || token === '=';

function nextInk(tokens: readonly string[], from: number): number {
  let at = from;
  while (at < tokens.length && !isInk(tokens[at]!)) at++;
  return at;
}

/** The token at which a remark begins, or the end. */
function remarkOf(tokens: readonly string[]): number {
  const at = tokens.findIndex(
    (token, i) => token === '\\qquad' && /^(?:\(|\\left$|\\text)/.test(tokens[nextInk(tokens, i + 1)] ?? ''),
  );
  return at < 0 ? tokens.length : at;
}

/** The end of an index, an exponent or what has an accent: a group in braces, or one token. */
function endOfScript(tokens: readonly string[], from: number): number {
  const first = nextInk(tokens, from + 1);
  if (tokens[first] !== '{') return Math.min(first + 1, tokens.length);
  let depth = 0;
  for (let i = first; i < tokens.length; i++) {
    depth += nesting(tokens[i]!);
    if (depth === 0) return i + 1;
  }
  return tokens.length;
}

function matchAt(
  tokens: readonly string[],
  at: number,
  patterns: readonly Pattern[],
): { symbol: string; end: number } | null {
  if (!isInk(tokens[at]!)) return null;
  for (const { symbol, tokens: wanted } of patterns) {
    const end = endOfMatch(tokens, at, wanted);
    if (end === null) continue;
    if (symbol === GRADIENT_SYMBOL) return { symbol, end: endOfCall(tokens, end) };
    // With an index or a prime it is another quantity.
    if (!['_', "'"].includes(tokens[nextInk(tokens, end)] ?? '')) return { symbol, end };
  }
  return null;
}

function endOfMatch(tokens: readonly string[], from: number, wanted: readonly string[]): number | null {
  let at = from;
  for (const [k, token] of wanted.entries()) {
    if (k > 0) at = nextInk(tokens, at);
    if (tokens[at] !== token) return null;
    at++;
  }
  return at;
}

/** The end of arguments in brackets. */
function endOfCall(tokens: readonly string[], from: number): number {
  const first = nextInk(tokens, from);
  if (tokens[first] !== '(') return from;
  let depth = 0;
  for (let i = first; i < tokens.length; i++) {
    depth += nesting(tokens[i]!);
    if (depth === 0) return i + 1;
  }
  return from;
}
