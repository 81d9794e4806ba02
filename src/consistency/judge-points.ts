import { ulp32 } from '../core/float32.ts';
import { planar } from '../core/pairs.ts';
import type { Evaluation } from '../engine/engine.ts';
import type { PlannedSurface } from '../engine/plan.ts';
import type { GpuLandscape } from '../gpu/gpu-engine.ts';
import { createBoundedSurface } from './bounded-surface.ts';
import { PLACE_ERROR } from './judge-starts.ts';
import type { Ledger } from './ledger.ts';
import type { CheckContext } from './report.ts';

/**
 * Compares an engine's loss, gradient and Hessian with the reference's, within the bounds of float32 evaluation.
 * @param points float32 values, [n × 2] interleaved
 * @param expected the reference's values for the parameters that the engine was given
 */
export function judgeEvaluation(
  surface: PlannedSurface,
  points: Float64Array,
  given: Evaluation,
  expected: Evaluation,
  ledger: Ledger,
  context: Partial<CheckContext>,
): void {
  const [x, y] = planar(points);
  const { bounds } = createBoundedSurface(surface, 6).evaluate(x, y);
  for (const [k, { quantity, field }] of outputs.entries()) {
    const tally = ledger.tally(quantity, context);
    const [output, truth] = [given[field], expected[field]];
    for (let i = 0; i < x.length; i++) {
      const at = () => ({ x: x[i], y: y[i], given: output[i], expected: truth[i] });
      tally.judge(Math.abs(output[i] - truth[i]), bounds[k][i], at);
    }
  }
}

/** In the order of the bounded surface's outputs. */
const outputs = [
  { quantity: 'loss', field: 'loss' },
  { quantity: 'gradient', field: 'gradientX' },
  { quantity: 'gradient', field: 'gradientY' },
  { quantity: 'hessian', field: 'hessianXX' },
  { quantity: 'hessian', field: 'hessianXY' },
  { quantity: 'hessian', field: 'hessianYY' },
] as const;

/** Compares every vertex of a landscape: its loss and its gradient. */
export function judgeLandscape(
  surface: PlannedSurface,
  landscape: Pick<GpuLandscape, 'size' | 'domain' | 'loss' | 'gradient'>,
  ledger: Ledger,
  context: Partial<CheckContext>,
): void {
  const { size, domain, loss, gradient } = landscape;
  const points = gridPoints(size, domain);
  const [x, y] = planar(points);
  const bounded = createBoundedSurface(surface, 3);
  const { values, bounds } = bounded.evaluate(x, y);
  const displaced = displacement(x, y, values, (px, py) => bounded.evaluate(px, py).values, domain);
  const [gradientX, gradientY] = planar(Float64Array.from(gradient));
  for (const [k, output] of [loss, gradientX, gradientY].entries()) {
    const tally = ledger.tally(k === 0 ? 'landscape' : 'landscape gradient', context);
    for (let i = 0; i < x.length; i++) {
      const at = () => ({ x: x[i], y: y[i], given: output[i], expected: values[k][i] });
      tally.judge(Math.abs(output[i] - values[k][i]), bounds[k][i] + displaced[k][i], at);
    }
  }
}

/** How much each output changes where the vertex itself is off by its own rounding, towards any corner. */
function displacement(
  x: Float64Array,
  y: Float64Array,
  here: readonly Float64Array[],
  evaluate: (x: Float64Array, y: Float64Array) => readonly Float64Array[],
  [xmin, xmax, ymin, ymax]: GpuLandscape['domain'],
): Float64Array[] {
  const error = (low: number, high: number) =>
    (high - low) * PLACE_ERROR + ulp32(Math.max(Math.abs(low), Math.abs(high)));
  const [dx, dy] = [error(xmin, xmax), error(ymin, ymax)];
  const largest = here.map(() => new Float64Array(x.length));
  for (const [sx, sy] of [
    [-1, -1],
    [1, -1],
    [-1, 1],
    [1, 1],
  ]) {
    const there = evaluate(
      x.map((value) => value + sx * dx),
      y.map((value) => value + sy * dy),
    );
    for (const [k, worst] of largest.entries()) {
      for (let i = 0; i < x.length; i++) worst[i] = Math.max(worst[i], Math.abs(there[k][i] - here[k][i]));
    }
  }
  return largest;
}

/** Vertices of a grid that includes the edges, row by row, x fastest, rounded as the kernel does. */
function gridPoints(size: number, [xmin, xmax, ymin, ymax]: GpuLandscape['domain']): Float64Array {
  const { fround } = Math;
  const along = (i: number, from: number, to: number) =>
    fround(fround(from) + fround(fround(i / (size - 1)) * fround(to - from)));
  const points = new Float64Array(2 * size * size);
  for (let k = 0; k < size * size; k++) {
    points[2 * k] = along(k % size, xmin, xmax);
    points[2 * k + 1] = along(Math.floor(k / size), ymin, ymax);
  }
  return points;
}
