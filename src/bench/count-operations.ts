import { RavineError } from '../core/errors.ts';
import type { CompiledFormula } from '../formula/compile.ts';
import { liveNodes } from '../formula/live.ts';
import { leafOps, type Op } from '../formula/ops.ts';

/** Kinds of float32 arithmetic that take different times. */
export const arithmeticKinds = ['addition', 'multiplication', 'division', 'root'] as const;
export type ArithmeticKind = (typeof arithmeticKinds)[number];

/** Scalar operations of each kind that one trajectory takes in one step. */
export type OperationCount = Readonly<Record<ArithmeticKind, number>>;

const kindOf: Partial<Record<Op, ArithmeticKind>> = {
  add: 'addition',
  sub: 'addition',
  mul: 'multiplication',
  div: 'division',
  sqrt: 'root',
};
const LEAVES: ReadonlySet<string> = new Set<Op>(leafOps);

/** In a surface's loss and gradient. Null where it has functions that are many operations. */
export function operationsOfSurface({ graph, loss, gradient }: CompiledFormula): OperationCount | null {
  const count = { addition: 0, multiplication: 0, division: 0, root: 0 };
  for (const id of liveNodes(graph, [loss, ...gradient])) {
    const { op } = graph.nodes[id];
    // A sign is part of the operation that takes it.
    if (LEAVES.has(op) || op === 'neg') continue;
    const kind = kindOf[op];
    if (kind === undefined) return null;
    count[kind]++;
  }
  return count;
}

/** x and y: what is done to a `T` is done twice. */
const COORDINATES = 2;

/**
 * In the function `step` of an optimizer's WGSL. Only what is done to positions, gradients and state: what depends on
 * the hyperparameters and the step alone is the same for all trajectories, and compilers take it out of the loop.
 * @param text such as that of shaders/optimizers/adam.wgsl
 */
export function operationsOfOptimizer(text: string): OperationCount {
  const found = /\bfn step\(([^{]*)\)\s*->\s*T\s*\{([\s\S]*?)\n\}/.exec(text);
  if (found === null) throw new RavineError('internal', 'The text has no function step.');
  const [, parameters, body] = found;
  const wide = new Set<string>();
  for (const [, name, type] of parameters.matchAll(/(\w+)\s*:\s*(ptr<function,\s*State>|\w+)/g)) {
    if (type === 'T' || type === 'State' || type.startsWith('ptr')) wide.add(name);
  }
  const count = { addition: 0, multiplication: 0, division: 0, root: 0 };
  for (const statement of body.replace(/\/\/.*$/gm, '').split(';')) {
    const parts = /^\s*(?:(?:let|var)\s+(\w+)[^=]*=|return\b|[^=]*?=)([\s\S]*)$/.exec(statement);
    if (parts === null) continue;
    const isWide = countExpression(parts[2], wide, count);
    if (isWide && parts[1] !== undefined) wide.add(parts[1]);
  }
  return count;
}

export const sumOf = (a: OperationCount, b: OperationCount): OperationCount => ({
  addition: a.addition + b.addition,
  multiplication: a.multiplication + b.multiplication,
  division: a.division + b.division,
  root: a.root + b.root,
});

/** Adds an expression's operations to `count`. @returns whether it is one of positions, gradients or state */
function countExpression(
  text: string,
  wide: ReadonlySet<string>,
  count: Record<ArithmeticKind, number>,
): boolean {
  const tokens = text.match(/[A-Za-z_]\w*|\d[\w.]*|[-+*/().,&]/g) ?? [];
  let at = 0;
  const take = (token: string): boolean => tokens[at] === token && at++ >= 0;
  const note = (kind: ArithmeticKind, isWide: boolean): boolean => {
    if (isWide) count[kind] += COORDINATES;
    return isWide;
  };

  const sum = (): boolean => {
    let left = product();
    while (tokens[at] === '+' || tokens[at] === '-') {
      at++;
      const right = product();
      left = note('addition', left || right);
    }
    return left;
  };
  const product = (): boolean => {
    let left = factor();
    while (tokens[at] === '*' || tokens[at] === '/') {
      const kind = tokens[at++] === '*' ? 'multiplication' : 'division';
      const right = factor();
      left = note(kind, left || right);
    }
    return left;
  };
  /** Signs, addresses and pointers are no arithmetic. */
  const factor = (): boolean => {
    if (take('-') || take('&') || take('*')) return factor();
    if (take('(')) {
      const inner = sum();
      take(')');
      return members(inner);
    }
    const name = tokens[at++] ?? '';
    if (!take('(')) return members(wide.has(name));
    let isWide = false;
    while (at < tokens.length && !take(')')) {
      if (!take(',')) isWide = sum() || isWide;
    }
    return name === 'sqrt' ? note('root', isWide) : isWide;
  };
  const members = (isWide: boolean): boolean => {
    while (take('.')) at++;
    return isWide;
  };
  return sum();
}
