import type { Evaluation } from '../engine/engine.ts';
import type { PlannedSurface } from '../engine/plan.ts';
import { evaluateKernel, evaluationLayout } from './kernels.ts';
import { INPUT_USAGE, SWARM_USAGE } from './usage.ts';
import { runOnce, upload, uploadParams, type Workbench } from './workbench.ts';

/** Loss, gradient and Hessian in float32. @param points [n × 2] interleaved, rounded to float32 */
export async function evaluatePoints(
  bench: Workbench,
  surface: PlannedSurface,
  points: Float64Array,
): Promise<Evaluation> {
  bench.scope.assertAlive();
  const n = points.length / 2;
  if (n === 0) return unpack(new ArrayBuffer(0), 0);
  const kernel = await bench.pipelines.get(evaluateKernel(bench.text, surface.compiled), 'evaluate');
  const own = bench.scope.child('evaluation');
  try {
    const output = own.buffer('output', n * evaluationLayout.bytes, SWARM_USAGE);
    const input = upload(bench, own, 'points', new Float32Array(points).buffer, INPUT_USAGE);
    const group = kernel.bind('evaluate', [uploadParams(bench, own, surface), input, output]);
    runOnce(bench, kernel, group, n);
    const [evaluations] = await bench.readback.read([{ buffer: output }]);
    return unpack(evaluations, n);
  } finally {
    own.dispose();
  }
}

function unpack(buffer: ArrayBuffer, n: number): Evaluation {
  const words = new Float32Array(buffer);
  const { fields, words: stride } = evaluationLayout;
  const columns = fields.map(({ name }, column) => {
    const values = new Float64Array(n);
    for (let i = 0; i < n; i++) values[i] = words[i * stride + column];
    return [name, values] as const;
  });
  return Object.fromEntries(columns) as Record<keyof Evaluation, Float64Array>;
}
