import type { Ast, FormulaError } from './ast.ts';
import type { Graph, NodeId } from './graph.ts';
import type { BinaryOp } from './ops.ts';
import { MAX_EXPANSION, MAX_SUM_TERMS, namedConstants } from './vocabulary.ts';

export type BuildResult = { ok: true; node: NodeId } | { ok: false; error: FormulaError };

/**
 * Adds a formula, its names already resolved, to a graph. Sums are written out term by term. A constant part that
 * is not a finite float32 (1/0, log(0), 10^40) is refused where it stands: WGSL has no such constants.
 */
export function buildGraph(graph: Graph, ast: Ast, text: string): BuildResult {
  try {
    return { ok: true, node: new Builder(graph, text).build(ast, new Map()) };
  } catch (error) {
    if (error instanceof BuildFault) return { ok: false, error: error.fault };
    throw error;
  }
}

/** Unwinds the recursion; never leaves this file. */
class BuildFault extends Error {
  readonly fault: FormulaError;

  constructor(fault: FormulaError) {
    super(fault.message);
    this.fault = fault;
  }
}

/** Values of the indices of the enclosing sums. */
type Indices = ReadonlyMap<string, number>;

const operators: Readonly<Record<string, BinaryOp>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '^': 'pow',
};

class Builder {
  private readonly graph: Graph;
  private readonly text: string;
  private steps = 0;

  constructor(graph: Graph, text: string) {
    this.graph = graph;
    this.text = text;
  }

  build(ast: Ast, indices: Indices): NodeId {
    if (++this.steps > MAX_EXPANSION) {
      this.fault(ast, `a formula of at most ${MAX_EXPANSION} operations once its sums are written out`);
    }
    const node = this.node(ast, indices);
    const value = this.graph.valueOf(node);
    if (value !== undefined && !Number.isFinite(Math.fround(value))) {
      this.fault(ast, 'a number within ±3.4e38', `which is ${Number.isNaN(value) ? 'not a number' : value}`);
    }
    return node;
  }

  private node(ast: Ast, indices: Indices): NodeId {
    const { graph } = this;
    switch (ast.kind) {
      case 'number':
        return graph.constant(ast.value);
      case 'name':
        return this.name(ast.name, indices);
      case 'negate':
        return graph.apply('neg', this.build(ast.argument, indices));
      case 'binary':
        return graph.apply(
          operators[ast.operator]!,
          this.build(ast.left, indices),
          this.build(ast.right, indices),
        );
      case 'call':
        return this.call(ast, indices);
      case 'sum':
        return this.sum(ast, indices);
    }
  }

  private name(name: string, indices: Indices): NodeId {
    const { graph } = this;
    const index = indices.get(name);
    if (index !== undefined) return graph.constant(index);
    if (name === 'x') return graph.x();
    if (name === 'y') return graph.y();
    const constant = Object.hasOwn(namedConstants, name) ? namedConstants[name] : undefined;
    return constant === undefined ? graph.parameter(name) : graph.constant(constant);
  }

  private call(ast: Ast & { kind: 'call' }, indices: Indices): NodeId {
    const { graph } = this;
    const [first, ...rest] = ast.arguments.map((argument) => this.build(argument, indices));
    switch (ast.name) {
      case 'atan2':
        return graph.apply('atan2', first!, rest[0]!);
      case 'min':
      case 'max':
      case 'hypot': {
        const { name } = ast;
        return rest.reduce((folded, argument) => graph.apply(name, folded, argument), first!);
      }
      default:
        return graph.apply(ast.name, first!);
    }
  }

  private sum(ast: Ast & { kind: 'sum' }, indices: Indices): NodeId {
    const from = this.bound(ast.from, indices);
    const to = this.bound(ast.to, indices);
    if (to - from >= MAX_SUM_TERMS) {
      this.fault(ast, `a sum of at most ${MAX_SUM_TERMS} terms`, `which has ${to - from + 1}`);
    }
    let total = this.graph.constant(0);
    for (let index = from; index <= to; index++) {
      const term = this.build(ast.body, new Map(indices).set(ast.index, index));
      total = this.graph.apply('add', total, term);
    }
    return total;
  }

  private bound(ast: Ast, indices: Indices): number {
    const value = this.graph.valueOf(this.build(ast, indices));
    if (value !== undefined && Number.isSafeInteger(value)) return value;
    const found = value === undefined ? 'which is no constant' : `which is ${value}`;
    return this.fault(ast, 'a whole number as a bound of the sum', found);
  }

  private fault(ast: Ast, expected: string, detail?: string): never {
    const { position, length } = ast;
    const source = this.text.slice(position, position + length);
    const shown = source.length > 40 ? `${source.slice(0, 40)}…` : source;
    const found = `'${shown}'${detail === undefined ? '' : `, ${detail}`}`;
    const message = `Expected ${expected} at position ${position + 1}, found ${found}.`;
    throw new BuildFault({ message, position, length, expected });
  }
}
