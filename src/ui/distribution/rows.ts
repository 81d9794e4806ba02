import { BIN_COUNT, type Bins } from '../../engine/histogram.ts';
import type { ValueAxis } from './value-axis.ts';

/** How the bins of a histogram are shared out among rows of equal height, from the lowest up. */
export interface Rows {
  readonly count: number;
  /**
   * Trajectories in each row: a bin that reaches over several gives each its part. What lies below the axis is in the
   * lowest row, what lies above it in none.
   * @param into [count]
   */
  fill(histogram: Uint32Array, into: Float64Array): void;
}

export function createRows(axis: ValueAxis, { edges, origin }: Bins, count: number): Rows {
  const places = Float64Array.from(edges, (edge) => axis.place(edge - origin));
  /** Per border between rows: number of edges at or below it, and how far it is from the last of them to the next. */
  const passed = new Uint16Array(count + 1);
  const beyond = new Float64Array(count + 1);
  for (let border = 1; border <= count; border++) {
    const at = border / count;
    let k = passed[border - 1]!;
    while (k < places.length && places[k]! <= at) k++;
    passed[border] = k;
    const [from, to] = [places[k - 1] ?? Number.NEGATIVE_INFINITY, places[k] ?? Number.POSITIVE_INFINITY];
    beyond[border] = Number.isFinite(to - from) ? (at - from) / (to - from) : 0;
  }
  /** Trajectories below each edge. */
  const below = new Float64Array(BIN_COUNT + 1);
  return {
    count,
    fill(histogram, into) {
      for (let bin = 0; bin < BIN_COUNT; bin++) below[bin + 1] = below[bin]! + histogram[bin]!;
      let last = 0;
      for (let row = 0; row < count; row++) {
        const k = passed[row + 1]!;
        const next = below[k]! + beyond[row + 1]! * (histogram[k] ?? 0);
        into[row] = Math.max(0, next - last);
        last = next;
      }
    },
  };
}
