import { planar } from '../core/pairs.ts';
import type { Engine, Evaluation } from '../engine/engine.ts';
import type { Plan } from '../engine/plan.ts';
import { createEvaluator } from '../formula/evaluate.ts';
import { createCpuRun } from './cpu-run.ts';

/** All that these have stays in a processor's cache. */
const BATCH = 2 ** 12;

/**
 * The reference: every surface, optimizer and rule in float64 TypeScript, on this thread. It is the judge of the GPU
 * and the engine where there is none. Caller disposes.
 */
export function createCpuEngine(): Engine {
  return {
    kind: 'cpu',
    description: 'float64 TypeScript',
    batch: BATCH,
    createRun: async (plan) => createCpuRun(plan),
    evaluate: async (plan, points) => evaluatePoints(plan.surface, points),
    dispose() {},
  };
}

/** @param points [n × 2] interleaved. */
export function evaluatePoints({ compiled, params }: Plan['surface'], points: Float64Array): Evaluation {
  const [x, y] = planar(points);
  const n = x.length;
  const { graph, loss, gradient, hessian } = compiled;
  const outputs = Array.from({ length: 6 }, () => new Float64Array(n));
  createEvaluator(graph, [loss, ...gradient, ...hessian]).run(x, y, params, outputs, n);
  const [value, gradientX, gradientY, hessianXX, hessianXY, hessianYY] = outputs;
  return { loss: value, gradientX, gradientY, hessianXX, hessianXY, hessianYY };
}
