import type { Ast, BinaryOperator, FormulaError } from './ast.ts';
import { type Token, tokenize } from './tokens.ts';
import {
  type FunctionName,
  functionArity,
  isFunctionName,
  isReserved,
  MAX_NESTING,
  MAX_TEXT_LENGTH,
} from './vocabulary.ts';

export type ParseResult = { ok: true; ast: Ast } | { ok: false; error: FormulaError };

/**
 * Reads a formula. Names are not resolved here: `compileFormula` knows which parameters exist.
 *
 * ```text
 * expression = term (("+" | "-") term)*
 * term       = unary (("*" | "/") unary | power)*         a power that just follows is multiplied: 2x, 3(x+1), x y
 * unary      = ("-" | "+") unary | power                  -x^2 is -(x^2)
 * power      = postfix ("^" exponent)?                    2^-x and 2^3^x = 2^(3^x); ** is the same as ^
 * exponent   = ("-" | "+") exponent | power
 * postfix    = primary superscript?                       x²
 * primary    = number | name | "(" expression ")" | name "(" expression ("," expression)* ")"
 *            | "sum" "(" name "," expression "," expression "," expression ")"
 * ```
 *
 * Multiplication without a sign has the same precedence as with one, so 1/2x is (1/2)·x. Two numbers in a row are
 * refused: `2 3` is more often a slip than a product. The typographic `− × · ÷ π ² √(` are understood.
 */
export function parseFormula(text: string): ParseResult {
  if (text.length > MAX_TEXT_LENGTH) {
    const expected = `at most ${MAX_TEXT_LENGTH} characters`;
    const message = `Expected ${expected}, found ${text.length}.`;
    return fail({ message, position: MAX_TEXT_LENGTH, length: text.length - MAX_TEXT_LENGTH, expected });
  }
  const lexed = tokenize(text);
  if (!lexed.ok) return lexed;
  try {
    return { ok: true, ast: new Parser(lexed.tokens, text).parse() };
  } catch (error) {
    if (error instanceof SyntaxFault) return fail(error.fault);
    throw error;
  }
}

const fail = (error: FormulaError): ParseResult => ({ ok: false, error });

/** Unwinds the descent; never leaves this file. */
class SyntaxFault extends Error {
  readonly fault: FormulaError;

  constructor(fault: FormulaError) {
    super(fault.message);
    this.fault = fault;
  }
}

const OPERAND = "a number, a name or '('";

class Parser {
  private index = 0;
  private depth = 0;
  private readonly tokens: readonly Token[];
  private readonly text: string;

  constructor(tokens: readonly Token[], text: string) {
    this.tokens = tokens;
    this.text = text;
  }

  parse(): Ast {
    const ast = this.expression();
    if (this.token.kind !== 'end') this.expect("an operator or the formula's end");
    return ast;
  }

  private get token(): Token {
    return this.tokens[this.index]!;
  }

  private isOperator(...texts: string[]): boolean {
    const { token } = this;
    return token.kind === 'operator' && texts.includes(token.text);
  }

  private take(text: string, expected = `'${text}'`): Token {
    if (!this.isOperator(text)) this.expect(expected);
    return this.tokens[this.index++]!;
  }

  /** Runs one level deeper; the limit keeps hostile text from exhausting the call stack. */
  private nested<T>(inner: () => T): T {
    if (++this.depth > MAX_NESTING) this.expect(`at most ${MAX_NESTING} levels of nesting`);
    const result = inner();
    this.depth--;
    return result;
  }

  private expression(): Ast {
    let left = this.term();
    while (this.isOperator('+', '-')) left = this.binary(left, () => this.term());
    return left;
  }

  private term(): Ast {
    let left = this.unary();
    for (;;) {
      if (this.isOperator('*', '/')) left = this.binary(left, () => this.unary());
      else if (this.startsFactor()) left = join('*', left, this.power());
      else return left;
    }
  }

  private startsFactor(): boolean {
    const { token } = this;
    if (token.kind === 'name' || this.isOperator('(')) return true;
    return token.kind === 'number' && this.tokens[this.index - 1]!.kind !== 'number';
  }

  private unary(): Ast {
    return this.signed(() => this.power());
  }

  private signed(operand: () => Ast): Ast {
    if (!this.isOperator('+', '-')) return operand();
    const sign = this.tokens[this.index++]!;
    const argument = this.nested(() => this.signed(operand));
    if (sign.kind === 'operator' && sign.text === '+') return argument;
    const { position } = sign;
    return { kind: 'negate', argument, position, length: argument.position + argument.length - position };
  }

  private power(): Ast {
    const base = this.postfix();
    if (!this.isOperator('^')) return base;
    return this.binary(base, () => this.nested(() => this.signed(() => this.power())));
  }

  private postfix(): Ast {
    const base = this.primary();
    const { token } = this;
    if (token.kind !== 'superscript') return base;
    this.index++;
    const { value, position, length } = token;
    return join('^', base, { kind: 'number', value, position, length });
  }

  private primary(): Ast {
    const { token } = this;
    const { position, length } = token;
    if (token.kind === 'number') {
      this.index++;
      return { kind: 'number', value: token.value, position, length };
    }
    if (token.kind === 'name') {
      this.index++;
      const name = token.text;
      if (name === 'sum') return this.nested(() => this.sum(position));
      if (isFunctionName(name)) return this.nested(() => this.call(name, position));
      return { kind: 'name', name, position, length };
    }
    if (!this.isOperator('(')) this.expect(OPERAND);
    this.index++;
    const inner = this.nested(() => this.expression());
    const close = this.take(')', "an operator or ')'");
    return { ...inner, position, length: close.position + 1 - position };
  }

  private call(name: FunctionName, position: number): Ast {
    this.take('(', `'(' after '${name}'`);
    const [least, most] = functionArity[name];
    const parts = [this.expression()];
    while (this.isOperator(',') && parts.length < most) {
      this.index++;
      parts.push(this.expression());
    }
    if (parts.length < least) this.take(',', `',' and another argument of '${name}'`);
    const close = this.take(')', most > parts.length ? "an operator, ',' or ')'" : "an operator or ')'");
    return { kind: 'call', name, arguments: parts, position, length: close.position + 1 - position };
  }

  private sum(position: number): Ast {
    this.take('(', "'(' after 'sum'");
    const { token } = this;
    if (token.kind !== 'name' || isReserved(token.text)) {
      return this.expect('a name for the index of the sum');
    }
    this.index++;
    const index = token.text;
    this.take(',');
    const from = this.expression();
    this.take(',', "an operator or ','");
    const to = this.expression();
    this.take(',', "an operator or ','");
    const body = this.expression();
    const close = this.take(')', "an operator or ')'");
    return { kind: 'sum', index, from, to, body, position, length: close.position + 1 - position };
  }

  private binary(left: Ast, right: () => Ast): Ast {
    const token = this.tokens[this.index++] as { text: BinaryOperator };
    return join(token.text, left, right());
  }

  private expect(expected: string): never {
    const { position, length, kind } = this.token;
    const found = kind === 'end' ? 'the end' : `'${this.text.slice(position, position + length)}'`;
    const message = `Expected ${expected} at position ${position + 1}, found ${found}.`;
    throw new SyntaxFault({ message, position, length, expected });
  }
}

function join(operator: BinaryOperator, left: Ast, right: Ast): Ast {
  const { position } = left;
  return {
    kind: 'binary',
    operator,
    left,
    right,
    position,
    length: right.position + right.length - position,
  };
}
