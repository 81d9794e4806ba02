import { describe, expect, it, test } from 'vitest';
import { buildGraph } from '../../../src/formula/build.ts';
import { compileFormula } from '../../../src/formula/compile.ts';
import { Graph } from '../../../src/formula/graph.ts';
import { liveNodes } from '../../../src/formula/live.ts';
import { binaryOps, unaryOps } from '../../../src/formula/ops.ts';
import { parseFormula } from '../../../src/formula/parse.ts';
import { compiled, valuesAt } from '../../support/evaluate-formula.ts';

/** Number of operations (no leaves) that some outputs need. */
function operations(graph: Graph, outputs: readonly number[]): number {
  return liveNodes(graph, outputs).filter((id) => graph.nodes[id]!.args.length > 0).length;
}

/** Whether two texts are one node of one graph. */
function same(a: string, b: string): boolean {
  const graph = new Graph();
  const [left, right] = [a, b].map((text) => {
    const parsed = parseFormula(text);
    if (!parsed.ok) throw new Error(parsed.error.message);
    const built = buildGraph(graph, parsed.ast, text);
    if (!built.ok) throw new Error(built.error.message);
    return built.node;
  });
  return left === right;
}

describe('the graph', () => {
  it('shares common subexpressions, also with the derivatives', () => {
    const { graph, loss, gradient } = compiled('(1-x)^2 + 100*(y-x^2)^2');
    expect(operations(graph, [loss])).toBe(7);
    expect(operations(graph, [loss, ...gradient])).toBeLessThanOrEqual(13);
    const exponential = compiled('exp(x*y)');
    // ∂x = y·eˣʸ: the exponential is computed once.
    expect(operations(exponential.graph, [exponential.loss, exponential.gradient[0]])).toBe(3);
  });

  it('lists arguments before the nodes that use them', () => {
    const { graph } = compiled('sin(x*y)^3/(2+cos(x)) + hypot(x, y)');
    graph.nodes.forEach(({ args }, id) => {
      for (const argument of args) expect(argument).toBeLessThan(id);
    });
  });

  test.each([
    ['x*y', 'y*x'],
    ['x + y', 'y + x'],
    ['hypot(x, y)', 'hypot(y, x)'],
    ['x + 0', 'x'],
    ['x*1', 'x'],
    ['x/1', 'x'],
    ['-(-x)', 'x'],
    ['x - (-y)', 'x + y'],
    ['x + (-y)', 'x - y'],
    ['x + -3*y', 'x - 3*y'],
    ['x + -3', 'x - 3'],
    ['-(x - y)', 'y - x'],
    ['x + x', '2*x'],
    ['2*(3*x)', '6*x'],
    ['x/4', '0.25*x'],
    ['(-x)*(-y)', 'x*y'],
    ['abs(-x)', 'abs(x)'],
    ['abs(x)*abs(x)', 'x^2'],
    ['sqrt(x*x)', 'abs(x)'],
    ['x^4', '(x^2)^2'],
    ['x^3', 'x^2*x'],
    ['x^-2', '1/x^2'],
    ['x^0.5', 'sqrt(x)'],
    ['x^1', 'x'],
    ['2*3*x', '6*x'],
    ['sum(i, 1, 3, i*x)', 'x + 2*x + 3*x'],
    ['sum(i, 1, 2, sum(j, i, 2, x^(i*j)))', 'x + x^2 + x^4'],
    ['sum(i, 3, 1, x) + y', 'y'],
  ])('%s is %s', (a, b) => {
    expect(same(a, b)).toBe(true);
  });

  test.each([
    ['(x + y) - y', 'x'],
    ['x - x', '0'],
    ['x/3', 'x*(1/3)'],
    ['3*(5*x)', '15*x'],
    ['(x*y)*k', 'x*(y*k)'],
    ['sqrt(x)*sqrt(x)', 'x'],
    ['x/x', '1'],
  ])('%s stays different from %s: not the same in floating point', (a, b) => {
    expect(same(a, b)).toBe(false);
  });

  it('folds constants in float64', () => {
    const graph = new Graph();
    const id = graph.apply('div', graph.constant(1), graph.constant(3));
    expect(graph.nodes[id]).toEqual({ op: 'constant', args: [], value: 1 / 3 });
    const { graph: folded, loss } = compiled('sin(pi/6)^2 + hypot(3, 4) + log(e) + floor(2.5)');
    expect(folded.valueOf(loss)).toBeCloseTo(8.25, 14);
  });

  it('has one zero', () => {
    const graph = new Graph();
    expect(Object.is(graph.valueOf(graph.constant(-0)), 0)).toBe(true);
    expect(graph.constant(0)).toBe(graph.constant(-0));
  });

  it('makes products of whole powers, few of them, up to 64', () => {
    const count = (text: string) => {
      const { graph, loss } = compiled(text);
      return liveNodes(graph, [loss]).map((id) => graph.nodes[id]!.op);
    };
    expect(count('x^64')).toEqual(['x', ...Array(6).fill('mul')]);
    expect(count('x^20').filter((op) => op === 'mul')).toHaveLength(5);
    expect(count('x^65')).toContain('pow');
    expect(valuesAt(compiled('x^13').graph, [compiled('x^13').loss], 3, 0)[0]).toBe(3 ** 13);
  });

  it('knows every op', () => {
    const graph = new Graph();
    for (const op of unaryOps) expect(graph.nodes[graph.apply(op, graph.x())], op).toMatchObject({ op });
    for (const op of binaryOps)
      expect(graph.nodes[graph.apply(op, graph.x(), graph.y())], op).toMatchObject({ op });
  });

  it('refuses to grow beyond its limit', () => {
    const graph = new Graph(3);
    graph.apply('add', graph.x(), graph.y());
    expect(() => graph.constant(7)).toThrow(/more than 3 operations/);
    expect(graph.apply('add', graph.y(), graph.x())).toBe(2);
  });
});

describe('compileFormula', () => {
  const error = (text: string, parameters: readonly string[] | 'any' = []) => {
    const result = compileFormula(text, { parameters });
    return result.ok ? null : result.error;
  };

  it('takes parameters as declared, or in order of appearance', () => {
    expect(compiled('x^2 + k*y^2', ['a', 'k']).parameters).toEqual(['a', 'k']);
    expect(compiled('omega*x + a*y + omega', 'any').parameters).toEqual(['omega', 'a']);
    expect(compiled('sum(i, 1, 3, i*a*x)', 'any').parameters).toEqual(['a']);
  });

  test.each([
    ['x + k', 4, "Unknown name 'k' at position 5: known are x, y, pi, e."],
    ['sni(x)', 0, "Unknown function 'sni' at position 1: did you mean 'sin'?"],
    ['ln(x)', 0, "Unknown function 'ln' at position 1: did you mean 'log'?"],
    ['x + sqr', 4, "Unknown name 'sqr' at position 5: did you mean 'sqrt(…)'?"],
    ['2*X', 2, "Unknown name 'X' at position 3: did you mean 'x'?"],
    ['xy + 1', 0, "Unknown name 'xy' at position 1: to multiply, write x*y."],
    ['frobnicate(x)', 0, "Unknown function 'frobnicate' at position 1: to multiply, write frobnicate*(…)."],
    ['log(0)*x', 0, "Expected a number within ±3.4e38 at position 1, found 'log(0)', which is -Infinity."],
    ['x + 1/0', 4, "Expected a number within ±3.4e38 at position 5, found '1/0', which is Infinity."],
    [
      'sqrt(-1)',
      0,
      "Expected a number within ±3.4e38 at position 1, found 'sqrt(-1)', which is not a number.",
    ],
    ['x + 1e39', 4, "Expected a number within ±3.4e38 at position 5, found '1e39', which is 1e+39."],
    [
      'sum(i, 1, x, y)',
      10,
      "Expected a whole number as a bound of the sum at position 11, found 'x', which is no constant.",
    ],
    [
      'sum(i, 0.5, 3, y)',
      7,
      "Expected a whole number as a bound of the sum at position 8, found '0.5', which is 0.5.",
    ],
    [
      'y + sum(i, 1, 1001, x^i)',
      4,
      "Expected a sum of at most 1000 terms at position 5, found 'sum(i, 1, 1001, x^i)', which has 1001.",
    ],
    ['x + i + sum(i, 1, 2, x)', 4, "Unknown name 'i' at position 5: known are x, y, pi, e."],
  ])('%s', (text, position, message) => {
    expect(error(text)).toMatchObject({ position, message });
  });

  it('refuses a misspelt function also where any name goes, and offers the product', () => {
    expect(error('foo(x)', 'any')?.message).toBe(
      "Unknown function 'foo' at position 1: to multiply, write foo*(…).",
    );
    expect(compileFormula('k(x+1)', { parameters: ['k'] }).ok).toBe(true);
  });

  it('refuses parameters that cannot be told from something else', () => {
    expect(error('x', ['sin'])?.message).toBe("The parameter 'sin' already means something in formulas.");
    expect(error('x', ['x'])?.message).toContain("'x'");
    expect(error('x', ['a', 'a'])?.message).toBe("The parameter 'a' is declared twice.");
    expect(error('x', ['1a'])?.message).toContain('is no name');
    expect(error('x', ['a; b'])?.message).toContain('is no name');
  });

  it('limits what a short text can expand to', () => {
    const big = 'sum(i, 1, 1000, sum(j, 1, 1000, sin(i*x + j*y)))';
    expect(error(big)?.message).toBe('The formula needs more than 10000 operations.');
    const idle = 'x*sum(i, 1, 1000, sum(j, 1, 1000, 0*j))';
    expect(error(idle)?.expected).toContain('at most 200000 operations');
  });

  it('refuses constants that only the derivatives make too large', () => {
    expect(error('1e30*x*1e30')?.message).toContain('1.0000000000000001e+60');
  });

  it('survives the longest sums that the text allows', () => {
    expect(compileFormula('x+'.repeat(999) + 1, { parameters: [] }).ok).toBe(true);
    expect(compileFormula('sum(i, 1, 1000, sin(i*x))', { parameters: [] }).ok).toBe(true);
  });
});
