import { SURFACE_HEIGHT } from './domain-frame.ts';
import { type HeightPass, HOLE, HOLE_EDGE } from './height-pass.ts';

/** `createHeightPass` where there is no device: the same operations on this thread. */
export function createHeightLoop(): HeightPass {
  let heights = new Float32Array(0);
  return {
    run({ landscape: { size, loss }, frame, map, flowed }) {
      const isNew = heights.length !== 4 * size * size;
      if (isNew) heights = new Float32Array(4 * size * size);
      for (let k = 0; k < size * size; k++) {
        const value = loss[k]!;
        const target = Number.isFinite(value) ? map.heightOf(value) * SURFACE_HEIGHT : HOLE;
        const [before, after] = [heights[4 * k]!, heights[4 * k + 1]!];
        heights[4 * k] = isNew || flowed === null ? target : before + (after - before) * flowed;
        heights[4 * k + 1] = target;
      }
      const [spacingX, spacingY] = frame.half.map((half) => (2 * half) / (size - 1)) as [number, number];
      for (let j = 0; j < size; j++) {
        for (let i = 0; i < size; i++) {
          const k = j * size + i;
          heights[4 * k + 2] = slopeAt(heights, k, i > 0 ? k - 1 : k, i < size - 1 ? k + 1 : k, spacingX);
          // Rows run away from the viewer, the scene's z towards them.
          heights[4 * k + 3] = -slopeAt(
            heights,
            k,
            j > 0 ? k - size : k,
            j < size - 1 ? k + size : k,
            spacingY,
          );
        }
      }
      return heights;
    },
    dispose() {},
  };
}

/** Of the target heights between two neighbours, either of which may be the vertex itself; one-sided beside a hole. */
function slopeAt(heights: Float32Array, own: number, before: number, after: number, spacing: number): number {
  const height = heights[4 * own + 1]!;
  let rise = 0;
  let steps = 0;
  const ahead = heights[4 * after + 1]!;
  if (after !== own && ahead > HOLE_EDGE) {
    rise += ahead - height;
    steps += 1;
  }
  const behind = heights[4 * before + 1]!;
  if (before !== own && behind > HOLE_EDGE) {
    rise += height - behind;
    steps += 1;
  }
  return rise / (spacing * Math.max(steps, 1));
}
