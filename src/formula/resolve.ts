import type { Ast, FormulaError } from './ast.ts';
import { nearestName } from './nearest-name.ts';
import { functionArity, isConstantName, isFunctionName, namedConstants } from './vocabulary.ts';

export type ResolveResult = { ok: true; parameters: readonly string[] } | { ok: false; error: FormulaError };

/**
 * Checks every name of a formula. With a list of parameters, all others are refused; with 'any', unknown names
 * become parameters in order of appearance, except where one stands before a parenthesis: `foo(x)` is a misspelt
 * function, not a product.
 */
export function resolveNames(ast: Ast, text: string, declared: readonly string[] | 'any'): ResolveResult {
  const found: string[] = [];
  let error: FormulaError | null = null;

  const visit = (node: Ast, indices: readonly string[]): void => {
    if (error !== null) return;
    switch (node.kind) {
      case 'number':
        return;
      case 'negate':
        visit(node.argument, indices);
        return;
      case 'binary':
        visit(node.left, indices);
        visit(node.right, indices);
        return;
      case 'call':
        for (const argument of node.arguments) visit(argument, indices);
        return;
      case 'sum':
        visit(node.from, indices);
        visit(node.to, indices);
        visit(node.body, [...indices, node.index]);
        return;
      case 'name':
        if (node.name === 'x' || node.name === 'y' || isConstantName(node.name)) return;
        if (indices.includes(node.name)) return;
        if (declared !== 'any') {
          if (!declared.includes(node.name)) error = unknown(node, text, [...indices, ...declared]);
        } else if (isApplied(node, text)) error = unknown(node, text, indices);
        else if (!found.includes(node.name)) found.push(node.name);
    }
  };
  visit(ast, []);
  if (error !== null) return { ok: false, error };
  return { ok: true, parameters: declared === 'any' ? found : declared };
}

/** Whether the name stands right before a parenthesis, as a function would. */
const isApplied = (node: Ast, text: string): boolean => text[node.position + node.length] === '(';

/** What an error says was expected in place of a name that is neither declared nor a function's. */
export const UNKNOWN_NAME = 'a known name';

/** What other languages call our functions. */
const otherNames: Readonly<Partial<Record<string, string>>> = {
  ln: 'log',
  arcsin: 'asin',
  arccos: 'acos',
  arctan: 'atan',
  arctan2: 'atan2',
  sgn: 'sign',
  fabs: 'abs',
  logistic: 'sigmoid',
};

function unknown(node: Ast & { kind: 'name' }, text: string, known: readonly string[]): FormulaError {
  const { name, position, length } = node;
  const applied = isApplied(node, text);
  const functions = [...Object.keys(functionArity), 'sum'];
  const values = ['x', 'y', ...Object.keys(namedConstants), ...known];
  const near = otherNames[name] ?? nearestName(name, applied ? functions : [...values, ...functions]);
  const letters = Array.from(name);
  const product =
    letters.length > 1 && letters.every((letter) => values.includes(letter)) ? letters.join('*') : null;
  const what = applied ? 'function' : 'name';
  const hint =
    product !== null
      ? `to multiply, write ${product}`
      : near !== null
        ? `did you mean '${near}${isFunctionName(near) && !applied ? '(…)' : ''}'?`
        : applied
          ? `to multiply, write ${name}*(…)`
          : `known are ${values.join(', ')}`;
  const expected = applied ? 'a known function' : UNKNOWN_NAME;
  return {
    message: `Unknown ${what} '${name}' at position ${position + 1}: ${hint}${hint.endsWith('?') ? '' : '.'}`,
    position,
    length,
    expected,
  };
}
