import { RavineError } from '../core/errors.ts';
import type { CompiledFormula } from '../formula/compile.ts';
import type { NodeId } from '../formula/graph.ts';
import { liveNodes } from '../formula/live.ts';
import { leafOps, type Op } from '../formula/ops.ts';

/** A function of `shaders/lib/math.wgsl` in arithmetic operations. */
const FUNCTION_OPERATIONS = 25;
const ARITHMETIC: ReadonlySet<string> = new Set<Op>([
  'add',
  'sub',
  'mul',
  'div',
  'neg',
  'abs',
  'sqrt',
  'min',
  'max',
]);
const LEAVES: ReadonlySet<string> = new Set<Op>(leafOps);

/**
 * Compilers take more than proportionally longer for longer shaders: SwiftShader some seconds for a sum of 80 terms
 * with sine and cosine (9,000 operations), and minutes for one of 200. The catalogue's longest has 700.
 */
const MOST_OPERATIONS = 10_000;

/** Arithmetic operations that some nodes of a formula take. */
export function countOperations({ graph }: CompiledFormula, outputs: readonly NodeId[]): number {
  return liveNodes(graph, outputs).reduce((sum, id) => {
    const { op } = graph.nodes[id];
    if (LEAVES.has(op)) return sum;
    return sum + (ARITHMETIC.has(op) ? 1 : FUNCTION_OPERATIONS);
  }, 0);
}

/** @throws 'device-limit' where a shader of these nodes could take minutes to compile, during which nothing answers */
export function assertCompilable(compiled: CompiledFormula, outputs: readonly NodeId[]): void {
  const operations = countOperations(compiled, outputs);
  if (operations <= MOST_OPERATIONS) return;
  const [given, most] = [operations, MOST_OPERATIONS].map((count) => count.toLocaleString('en-US'));
  throw new RavineError(
    'device-limit',
    `This formula and its derivatives take ${given} operations; a shader may have ${most}, beyond which it can take minutes to compile.`,
    { field: 'surface.formula', cure: 'Shorten it, such as by fewer terms in a sum, or use the CPU engine.' },
  );
}
