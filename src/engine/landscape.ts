import { RavineError } from '../core/errors.ts';

/** Numbers per vertex of a landscape: (loss, ∂x, ∂y, 0). */
export const VERTEX_FLOATS = 4;

export function assertGridSize(size: number): void {
  if (Number.isInteger(size) && size >= 2) return;
  throw new RavineError('bad-input', `A landscape cannot have ${size} vertices along each side.`, {
    field: 'size',
    cure: 'Take a whole number, at least 2.',
  });
}

/** @returns [n] losses and [n × 2] gradients, interleaved, of n vertices */
export function splitVertices(vertices: Float32Array): { loss: Float32Array; gradient: Float32Array } {
  const n = vertices.length / VERTEX_FLOATS;
  const loss = new Float32Array(n);
  const gradient = new Float32Array(2 * n);
  for (let i = 0; i < n; i++) {
    loss[i] = vertices[VERTEX_FLOATS * i];
    gradient[2 * i] = vertices[VERTEX_FLOATS * i + 1];
    gradient[2 * i + 1] = vertices[VERTEX_FLOATS * i + 2];
  }
  return { loss, gradient };
}
