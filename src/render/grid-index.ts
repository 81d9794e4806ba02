/** Columns of cells taken together, so that a row's vertices are still in the GPU's small vertex cache for the next. */
const BLOCK = 12;

/**
 * Two triangles for each cell of a size × size vertex grid, row-major. A cell's diagonal runs from its (1, 0) to its
 * (0, 1) vertex, as `picking.ts` and `height-field.ts` assume.
 */
export function createGridIndex(size: number): Uint32Array {
  const index = new Uint32Array(6 * (size - 1) * (size - 1));
  let at = 0;
  for (let left = 0; left < size - 1; left += BLOCK) {
    const right = Math.min(left + BLOCK, size - 1);
    for (let j = 0; j < size - 1; j += 1) {
      for (let i = left; i < right; i += 1) {
        const corner = j * size + i;
        index[at++] = corner;
        index[at++] = corner + 1;
        index[at++] = corner + size;
        index[at++] = corner + 1;
        index[at++] = corner + size + 1;
        index[at++] = corner + size;
      }
    }
  }
  return index;
}
