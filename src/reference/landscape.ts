import { VERTEX_FLOATS } from '../engine/landscape.ts';
import type { PlannedSurface } from '../engine/plan.ts';
import type { Domain } from '../engine/run-spec.ts';
import { extent } from '../engine/starts.ts';
import { createEvaluator } from '../formula/evaluate.ts';

/** Rows of the grid of a landscape. */
export interface Rows {
  /** Vertices along each side of the whole. */
  size: number;
  domain: Domain;
  /** The first of these rows, and how many they are. */
  from: number;
  count: number;
}

/**
 * Some rows of a landscape, [count × size × 4] (loss, ∂x, ∂y, 0) row by row, x fastest: those of
 * `shaders/kernels/landscape.wgsl`, worked out in float64 and rounded once.
 */
export function landscapeRows(
  { compiled, params }: PlannedSurface,
  { size, domain, from, count }: Rows,
): Float32Array {
  const { graph, loss, gradient } = compiled;
  const evaluator = createEvaluator(graph, [loss, ...gradient]);
  const [originX, width, originY, height] = extent(domain);
  const x = Float64Array.from({ length: size }, (_, i) => originX + (i / (size - 1)) * width);
  const y = new Float64Array(size);
  const [value, gx, gy] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const vertices = new Float32Array(VERTEX_FLOATS * size * count);
  for (let row = 0; row < count; row++) {
    y.fill(originY + ((from + row) / (size - 1)) * height);
    evaluator.run(x, y, params, [value, gx, gy], size);
    let at = VERTEX_FLOATS * size * row;
    for (let i = 0; i < size; i++) {
      vertices[at] = value[i];
      vertices[at + 1] = gx[i];
      vertices[at + 2] = gy[i];
      at += VERTEX_FLOATS;
    }
  }
  return vertices;
}
