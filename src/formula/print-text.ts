import type { Ast, BinaryOperator } from './ast.ts';

/**
 * The formula in canonical form: explicit `*` and `^`, parentheses only where the grammar needs them, numbers as
 * JavaScript writes them. Reading it back gives the same tree (positions apart).
 */
export function printText(ast: Ast): string {
  switch (ast.kind) {
    case 'number':
      return String(ast.value);
    case 'name':
      return ast.name;
    case 'negate':
      return `-${within(ast.argument, Level.signed)}`;
    case 'call':
      return `${ast.name}(${ast.arguments.map(printText).join(', ')})`;
    case 'sum':
      return `sum(${[ast.index, ...[ast.from, ast.to, ast.body].map(printText)].join(', ')})`;
    case 'binary': {
      const { left, right } = operands[ast.operator];
      return `${within(ast.left, left)}${spaced[ast.operator]}${within(ast.right, right)}`;
    }
  }
}

/** The grammar's levels, loosest first: a part needs parentheses where a tighter one is called for. */
const Level = { expression: 0, term: 1, signed: 2, power: 3, primary: 4 } as const;
type Level = (typeof Level)[keyof typeof Level];

const operands: Readonly<Record<BinaryOperator, { left: Level; right: Level }>> = {
  '+': { left: Level.expression, right: Level.term },
  '-': { left: Level.expression, right: Level.term },
  '*': { left: Level.term, right: Level.signed },
  '/': { left: Level.term, right: Level.signed },
  '^': { left: Level.primary, right: Level.signed },
};

const spaced: Readonly<Record<BinaryOperator, string>> = {
  '+': ' + ',
  '-': ' - ',
  '*': '*',
  '/': '/',
  '^': '^',
};

function levelOf(ast: Ast): Level {
  if (ast.kind === 'negate') return Level.signed;
  if (ast.kind !== 'binary') return Level.primary;
  if (ast.operator === '^') return Level.power;
  return ast.operator === '*' || ast.operator === '/' ? Level.term : Level.expression;
}

const within = (ast: Ast, needed: Level): string =>
  levelOf(ast) >= needed ? printText(ast) : `(${printText(ast)})`;
