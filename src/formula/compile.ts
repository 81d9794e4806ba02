import { RavineError } from '../core/errors.ts';
import type { FormulaError } from './ast.ts';
import { buildGraph } from './build.ts';
import { gradient } from './differentiate.ts';
import { Graph } from './graph.ts';
import { liveNodes } from './live.ts';
import { parseFormula } from './parse.ts';
import { resolveNames } from './resolve.ts';
import { isReserved, MAX_NODES, MAX_NODES_WITH_DERIVATIVES } from './vocabulary.ts';

/**
 * A formula with its derivatives as nodes of one hash-consed graph, ready for every printer and evaluator.
 * Node ids index `graph.nodes`; a node's arguments always have smaller ids than itself.
 */
export interface CompiledFormula {
  text: string;
  graph: Graph;
  /** Names of parameters that occur or were declared, in declaration order. */
  parameters: readonly string[];
  loss: number;
  /** [∂x, ∂y]. */
  gradient: readonly [number, number];
  /** [∂xx, ∂xy, ∂yy]. */
  hessian: readonly [number, number, number];
}

export interface CompileOptions {
  /** The names that may occur beside x, y, pi and e; 'any' takes each unknown name as a parameter. */
  parameters: readonly string[] | 'any';
}

export type CompileResult = { ok: true; compiled: CompiledFormula } | { ok: false; error: FormulaError };

/** Parses a formula and derives its gradient and Hessian. Whatever is wrong with the text comes back as a value. */
export function compileFormula(text: string, options: CompileOptions): CompileResult {
  const badName = options.parameters === 'any' ? null : refuseNames(options.parameters);
  if (badName !== null) return { ok: false, error: badName };
  const parsed = parseFormula(text);
  if (!parsed.ok) return parsed;
  const resolved = resolveNames(parsed.ast, text, options.parameters);
  if (!resolved.ok) return resolved;
  try {
    const graph = new Graph(MAX_NODES);
    const built = buildGraph(graph, parsed.ast, text);
    if (!built.ok) return built;
    const compiled = withDerivatives(text, graph, built.node, resolved.parameters);
    const error = refuseConstants(compiled);
    return error === null ? { ok: true, compiled } : { ok: false, error };
  } catch (error) {
    if (error instanceof RavineError && error.code === 'formula') return refuse(text, error.message);
    throw error;
  }
}

function withDerivatives(
  text: string,
  graph: Graph,
  loss: number,
  parameters: readonly string[],
): CompiledFormula {
  graph.maxNodes = MAX_NODES_WITH_DERIVATIVES;
  const inputs = [graph.x(), graph.y()];
  const [gx, gy] = gradient(graph, loss, inputs) as [number, number];
  const [xx, xy] = gradient(graph, gx, inputs) as [number, number];
  const [, yy] = gradient(graph, gy, inputs) as [number, number];
  return { text, graph, parameters, loss, gradient: [gx, gy], hessian: [xx, xy, yy] };
}

/** Parameter names must be names, and free. */
function refuseNames(parameters: readonly string[]): FormulaError | null {
  const expected = 'parameter names of letters, digits and _ that mean nothing else';
  for (const [k, name] of parameters.entries()) {
    const problem = !/^[A-Za-z][A-Za-z0-9_]*$/.test(name)
      ? 'is no name: it must be a letter, then letters, digits or _'
      : isReserved(name)
        ? 'already means something in formulas'
        : parameters.indexOf(name) < k
          ? 'is declared twice'
          : null;
    if (problem !== null) {
      return { message: `The parameter '${name}' ${problem}.`, position: 0, length: 0, expected };
    }
  }
  return null;
}

/** Derivatives can hold constants that the formula does not: 1e30·x³·1e30 is fine in float64 only. */
function refuseConstants({ text, graph, loss, gradient, hessian }: CompiledFormula): FormulaError | null {
  for (const id of liveNodes(graph, [loss, ...gradient, ...hessian])) {
    const value = graph.valueOf(id);
    if (value === undefined || Number.isFinite(Math.fround(value))) continue;
    const message = `The derivatives of the formula contain the constant ${value}, which is no finite float32.`;
    return { message, position: 0, length: text.length, expected: 'constants within ±3.4e38' };
  }
  return null;
}

function refuse(text: string, message: string): CompileResult {
  const expected = `at most ${MAX_NODES} operations, ${MAX_NODES_WITH_DERIVATIVES} with derivatives`;
  return { ok: false, error: { message, position: 0, length: text.length, expected } };
}
