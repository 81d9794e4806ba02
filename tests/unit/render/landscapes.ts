/** Row-major float32 losses of `f` on a size × size grid, edges included, as the landscape kernel lays them out. */
export function sampleLandscape(
  f: (x: number, y: number) => number,
  [x0, x1, y0, y1]: readonly [number, number, number, number],
  size: number,
): Float32Array {
  const loss = new Float32Array(size * size);
  for (let j = 0; j < size; j += 1) {
    for (let i = 0; i < size; i += 1) {
      loss[j * size + i] = f(x0 + ((x1 - x0) * i) / (size - 1), y0 + ((y1 - y0) * j) / (size - 1));
    }
  }
  return loss;
}

export const rosenbrock = (x: number, y: number): number => (1 - x) ** 2 + 100 * (y - x * x) ** 2;
export const himmelblau = (x: number, y: number): number => (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2;
