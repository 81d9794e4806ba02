import type { Ast } from './ast.ts';
import { texName, texNumber } from './tex-symbols.ts';

/**
 * The formula as a person would typeset it: fractions, roots, |x|, eᵘ for exp(u) unless u has a fraction, which would
 * be too small there, Σ, Greek letters for parameters named after them, and no signs of multiplication where
 * juxtaposition reads well.
 */
export function printTex(ast: Ast): string {
  switch (ast.kind) {
    case 'number':
      return texNumber(ast.value);
    case 'name':
      return texName(ast.name);
    case 'negate':
      return `-${within(ast.argument, Level.product)}`;
    case 'binary':
      return binary(ast);
    case 'call':
      return call(ast);
    case 'sum': {
      const { index, from, to, body } = ast;
      const range = `_{${texName(index)}=${printTex(from)}}^{${printTex(to)}}`;
      return `\\sum${range} ${within(body, Level.product)}`;
    }
  }
}

/** How tightly a typeset part holds together; fractions, roots and fences hold by their shape. */
const Level = { sum: 0, signed: 1, product: 2, power: 3, atom: 4 } as const;
type Level = (typeof Level)[keyof typeof Level];

function levelOf(ast: Ast): Level {
  switch (ast.kind) {
    case 'number':
      return String(ast.value).includes('e') ? Level.product : Level.atom;
    case 'name':
      return Level.atom;
    case 'negate':
    case 'sum':
      return Level.signed;
    case 'call':
      return fenced.has(ast.name) ? Level.atom : Level.power;
    case 'binary':
      if (ast.operator === '^') return Level.power;
      if (ast.operator === '/') return Level.product;
      return ast.operator === '*' ? Level.product : Level.sum;
  }
}

/** Functions whose bars or roof enclose the argument. */
const fenced: ReadonlySet<string> = new Set(['sqrt', 'cbrt', 'abs', 'floor', 'hypot']);

const fence = (tex: string): string => `\\left(${tex}\\right)`;
const within = (ast: Ast, needed: Level): string =>
  levelOf(ast) >= needed ? printTex(ast) : fence(printTex(ast));

function binary(ast: Ast & { kind: 'binary' }): string {
  const { operator, left, right } = ast;
  switch (operator) {
    case '+':
    case '-': {
      // A Σ reaches over what follows it: fine at the end, misread on the left.
      const first = endsInSum(left) ? fence(printTex(left)) : printTex(left);
      const second = right.kind === 'sum' ? printTex(right) : within(right, Level.product);
      return `${first} ${operator} ${second}`;
    }
    case '/':
      return `\\frac{${printTex(left)}}{${printTex(right)}}`;
    case '^':
      return power(left, right);
    case '*': {
      const signed = left.kind === 'negate';
      const first = signed ? printTex(left) : within(left, Level.product);
      const second = within(right, Level.product);
      if (/^\d/.test(second) || isFraction(left, right)) return `${first} \\cdot ${second}`;
      const isWord = /\\mathrm\{[^}]{2,}\}$/.test(first) || /^\\mathrm\{[^}]{2,}\}/.test(second);
      return `${first}${isWord ? ' \\, ' : ' '}${second}`;
    }
  }
}

/** Two fractions side by side, or a number before one, read as one thing without a dot. */
const isFraction = (left: Ast, right: Ast): boolean =>
  right.kind === 'binary' && right.operator === '/' && left.kind !== 'name';

function endsInSum(ast: Ast): boolean {
  if (ast.kind === 'sum') return true;
  return ast.kind === 'binary' && ast.operator !== '/' && ast.operator !== '^' && endsInSum(ast.right);
}

function power(base: Ast, exponent: Ast): string {
  const above = `^{${printTex(exponent)}}`;
  // sin²(x), as everyone writes it; sin(x)⁻¹ would be read as the arc sine.
  if (base.kind === 'call' && exponent.kind === 'number' && commands[base.name] !== undefined) {
    return `${commands[base.name]}${above}${fence(argumentsOf(base))}`;
  }
  return `${within(base, Level.atom)}${above}`;
}

const argumentsOf = (ast: Ast & { kind: 'call' }): string => ast.arguments.map(printTex).join(', ');

/** Functions that are written as a name before parentheses. */
const commands: Readonly<Partial<Record<string, string>>> = {
  sin: '\\sin',
  cos: '\\cos',
  tan: '\\tan',
  asin: '\\arcsin',
  acos: '\\arccos',
  atan: '\\arctan',
  sinh: '\\sinh',
  cosh: '\\cosh',
  tanh: '\\tanh',
};

const operators: Readonly<Partial<Record<string, string>>> = {
  ...commands,
  log: '\\ln',
  log2: '\\log_{2}',
  log10: '\\log_{10}',
  min: '\\min',
  max: '\\max',
  sigmoid: '\\sigma',
  sign: '\\operatorname{sign}',
  relu: '\\operatorname{relu}',
  softplus: '\\operatorname{softplus}',
  atan2: '\\operatorname{atan2}',
};

function call(ast: Ast & { kind: 'call' }): string {
  const [first] = ast.arguments;
  switch (ast.name) {
    case 'exp': {
      const exponent = printTex(first!);
      return exponent.includes('\\frac') ? `\\exp${fence(exponent)}` : `\\mathrm{e}^{${exponent}}`;
    }
    case 'gaussian':
      return `\\mathrm{e}^{-${within(first!, Level.atom)}^{2}}`;
    case 'sqrt':
      return `\\sqrt{${printTex(first!)}}`;
    case 'cbrt':
      return `\\sqrt[3]{${printTex(first!)}}`;
    case 'abs':
      return `\\left|${printTex(first!)}\\right|`;
    case 'floor':
      return `\\left\\lfloor ${printTex(first!)}\\right\\rfloor`;
    case 'hypot':
      return `\\sqrt{${ast.arguments.map((part) => `${within(part, Level.atom)}^{2}`).join(' + ')}}`;
    default:
      return `${operators[ast.name]}${fence(argumentsOf(ast))}`;
  }
}
