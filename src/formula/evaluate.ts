import type { Numbers } from '../core/numbers.ts';
import { BLOCK, createBlock } from './block.ts';
import type { Graph, NodeId } from './graph.ts';

export interface Evaluator {
  /**
   * Evaluates every output at n points, in float64.
   * @param x,y coordinates, at least n
   * @param params a value for every parameter that the outputs depend on
   * @param out one array per output, at least n long; must not overlap x or y
   * @throws RavineError 'bad-input' where a parameter has no value
   */
  run(x: Float64Array, y: Float64Array, params: Numbers, out: readonly Float64Array[], n?: number): void;
}

/** Evaluates some nodes of a graph at any number of points, a block after the other. Not re-entrant. */
export function createEvaluator(graph: Graph, outputs: readonly NodeId[]): Evaluator {
  const block = createBlock(graph, outputs);
  return {
    run(x, y, params, out, n = x.length) {
      for (let start = 0; start < n; start += BLOCK) {
        const size = Math.min(BLOCK, n - start);
        block.x.set(x.subarray(start, start + size));
        block.y.set(y.subarray(start, start + size));
        block.run(params, size);
        for (const [k, column] of block.outputs.entries()) {
          out[k]!.set(size === BLOCK ? column : column.subarray(0, size), start);
        }
      }
    },
  };
}
