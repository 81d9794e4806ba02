import type { SurfaceEntry } from '../../../src/surfaces/surface.ts';
import { gridOf, lossOf, type Points } from './evaluate.ts';

export interface Found {
  at: [number, number];
  loss: number;
}

/** Cells of a grid that are lower than their eight neighbours; of more than this, the lowest. */
const MOST_CANDIDATES = 30;
const SIDE = 301;
/** Halving as often as this takes the step from a cell to about 1e-9 of the domain, with room for some walking. */
const ROUNDS = 60;

/** Local minima of a surface, by a grid and then a compass search that stays in the domain. No gradients involved. */
export function searchMinima(entry: SurfaceEntry, params: Readonly<Record<string, number>>): Found[] {
  const [xmin, xmax, ymin, ymax] = entry.domain;
  const lossAt = lossOf(entry.id, params);
  const grid = gridOf(entry.domain, SIDE);
  const loss = lossAt(grid);
  let best = Array.from(loss.keys())
    .filter((k) => isLowest(loss, k))
    .sort((a, b) => loss[a] - loss[b])
    .slice(0, MOST_CANDIDATES)
    .map((k) => ({
      at: [grid.x[k], grid.y[k]] as [number, number],
      loss: loss[k],
      step: (xmax - xmin) / SIDE,
    }));

  for (let round = 0; round < ROUNDS; round++) {
    const trials: Points = {
      x: Float64Array.from(
        best.flatMap(({ at, step }) => compass.map(([dx]) => clamp(at[0] + step * dx, xmin, xmax))),
      ),
      y: Float64Array.from(
        best.flatMap(({ at, step }) => compass.map(([, dy]) => clamp(at[1] + step * dy, ymin, ymax))),
      ),
    };
    const trialLoss = lossAt(trials);
    best = best.map((point, k) => {
      let lowest = k * compass.length;
      for (let t = lowest; t < (k + 1) * compass.length; t++)
        if (trialLoss[t] < trialLoss[lowest]) lowest = t;
      if (!(trialLoss[lowest] < point.loss)) return { ...point, step: point.step / 2 };
      return { at: [trials.x[lowest], trials.y[lowest]], loss: trialLoss[lowest], step: point.step };
    });
  }
  return best;
}

const compass = [0, 1, 2, 3, 4, 5, 6, 7].map((k) => [
  Math.cos((k * Math.PI) / 4),
  Math.sin((k * Math.PI) / 4),
]);

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

function isLowest(loss: Float64Array, k: number): boolean {
  const i = k % SIDE;
  const j = Math.floor(k / SIDE);
  for (let dj = -1; dj <= 1; dj++) {
    for (let di = -1; di <= 1; di++) {
      const inside = i + di >= 0 && i + di < SIDE && j + dj >= 0 && j + dj < SIDE;
      if (inside && loss[k + di + dj * SIDE] < loss[k]) return false;
    }
  }
  return true;
}
