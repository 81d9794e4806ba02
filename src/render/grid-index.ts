/** Triangles of a grid of vertices that shaders place by number. */
export interface GridIndex {
  /** Three vertex numbers a triangle. Vertex (i, j) has the number j · stride + i. */
  triangles: Uint32Array;
  /** At least the grid's size: numbers need not be dense where no buffer holds the vertices. */
  stride: number;
}

/** Columns of cells taken together, so that a row's vertices are still in the GPU's small vertex cache for the next. */
const BLOCK = 12;
/**
 * SwiftShader's vertex cache has 64 places, by the last six bits of the number. With this remainder of the stride
 * neighbours in two rows never share a place, which halves the vertices it shades.
 */
const CACHE = 64;
const CACHE_REMAINDER = 40;

/**
 * Two triangles for each cell of a size × size grid. A cell's diagonal runs from its (1, 0) to its (0, 1) vertex, as
 * `picking.ts` and `height-field.ts` assume.
 */
export function createGridIndex(size: number): GridIndex {
  const stride = Math.ceil((size - CACHE_REMAINDER) / CACHE) * CACHE + CACHE_REMAINDER;
  const triangles = new Uint32Array(6 * (size - 1) * (size - 1));
  let at = 0;
  for (let left = 0; left < size - 1; left += BLOCK) {
    const right = Math.min(left + BLOCK, size - 1);
    for (let j = 0; j < size - 1; j += 1) {
      for (let i = left; i < right; i += 1) {
        const corner = j * stride + i;
        triangles[at++] = corner;
        triangles[at++] = corner + 1;
        triangles[at++] = corner + stride;
        triangles[at++] = corner + 1;
        triangles[at++] = corner + stride + 1;
        triangles[at++] = corner + stride;
      }
    }
  }
  return { triangles, stride };
}
