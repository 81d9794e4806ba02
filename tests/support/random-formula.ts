import fc from 'fast-check';
import type { Ast, BinaryOperator } from '../../src/formula/ast.ts';
import { type FunctionName, functionArity } from '../../src/formula/vocabulary.ts';

export interface RandomFormulaOptions {
  /** Functions that may occur (default: all). */
  functions?: readonly FunctionName[];
  operators?: readonly BinaryOperator[];
  /** Names beside x and y (default: pi, e and two parameters). */
  names?: readonly string[];
  sums?: boolean;
  /** Levels of nesting (default 4). */
  depth?: number;
}

/**
 * Comparisons between numerical methods hold up to cases that no filter foresees, so their formulas are the same in
 * every run; `FORMULA_SEED` looks elsewhere.
 */
export const seed = Number(process.env.FORMULA_SEED ?? 20_260_101);

const NOWHERE = { position: 0, length: 0 };
export const randomParameters = ['k', 'omega_2'] as const;

/** Random formulas as syntax trees with no positions; `printText` turns them into text. */
export function randomFormula(options: RandomFormulaOptions = {}): fc.Arbitrary<Ast> {
  const {
    functions = Object.keys(functionArity) as FunctionName[],
    operators = ['+', '-', '*', '/', '^'],
    names = ['pi', 'e', ...randomParameters],
    sums = true,
    depth = 4,
  } = options;
  const name = fc
    .constantFrom('x', 'y', 'x', 'y', ...names)
    .map((text): Ast => ({ ...NOWHERE, kind: 'name', name: text }));
  const number = fc
    .oneof(
      fc.integer({ min: 0, max: 12 }),
      fc.integer({ min: 1, max: 4000 }).map((n) => n / 1000),
    )
    .map((value): Ast => ({ ...NOWHERE, kind: 'number', value }));

  const level = (left: number): fc.Arbitrary<Ast> => {
    if (left === 0) return fc.oneof({ weight: 3, arbitrary: name }, { weight: 2, arbitrary: number });
    const inner = level(left - 1);
    const branches: { weight: number; arbitrary: fc.Arbitrary<Ast> }[] = [
      { weight: 2, arbitrary: name },
      { weight: 1, arbitrary: number },
      { weight: 1, arbitrary: inner.map((argument): Ast => ({ ...NOWHERE, kind: 'negate', argument })) },
      {
        weight: 5,
        arbitrary: fc
          .tuple(fc.constantFrom(...operators), inner, inner)
          .map(([operator, a, b]): Ast => ({ ...NOWHERE, kind: 'binary', operator, left: a, right: b })),
      },
    ];
    if (functions.length > 0) {
      branches.push({
        weight: 4,
        arbitrary: fc.constantFrom(...functions).chain((called) => {
          const [least, most] = functionArity[called];
          return fc
            .array(inner, { minLength: least, maxLength: Math.min(most, 3) })
            .map((parts): Ast => ({ ...NOWHERE, kind: 'call', name: called, arguments: parts }));
        }),
      });
    }
    if (sums) {
      const bound = fc.integer({ min: 0, max: 3 });
      branches.push({
        weight: 1,
        arbitrary: fc.tuple(bound, bound, inner).map(([from, extra, body]): Ast => {
          const value = (n: number): Ast => ({ ...NOWHERE, kind: 'number', value: n });
          return { ...NOWHERE, kind: 'sum', index: 'n', from: value(from), to: value(from + extra), body };
        }),
      });
    }
    return fc.oneof(...branches);
  };
  return level(depth);
}

/** The tree without its positions, for comparisons. */
export function withoutPositions(ast: Ast): Ast {
  return JSON.parse(
    JSON.stringify(ast, (key, value) => (key === 'position' || key === 'length' ? 0 : value)),
  );
}
