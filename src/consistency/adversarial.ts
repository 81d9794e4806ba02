import { FLOAT32_MAX, ulp32 } from '../core/float32.ts';
import { clamp } from '../core/numbers.ts';
import { randomBits, uniform01 } from '../core/random.ts';
import type { PlannedSurface } from '../engine/plan.ts';
import type { Point } from '../engine/run-spec.ts';
import type { Trajectories } from './judge-step.ts';

const { fround } = Math;
const INFINITY32 = Number.POSITIVE_INFINITY;

/** Magnitudes at which float32 arithmetic changes its ways, from denormals to the edge of overflow. */
const TINY = [0, -0, 1e-45, 1e-40, 1.2e-38, 1e-30, 1e-20, 1e-10, 1e-6];
const LARGE = [1e2, 1e4, 1e6, 1e10, 1e19, 1e25, 3e38];

/** Finite points where a surface is hardest: minima and their neighbours, kinks, axes, edges, tiny and large places. */
export function adversarialPoints({ domain, minima }: PlannedSurface): Point[] {
  const [xmin, xmax, ymin, ymax] = domain;
  const center: Point = [(xmin + xmax) / 2, (ymin + ymax) / 2];
  const corners: Point[] = [xmin, xmax].flatMap((x) => [ymin, ymax].map((y): Point => [x, y]));
  const lattice: Point[] = [-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2].flatMap((x) =>
    [-1, -0.5, 0, 0.5, 1].map((y): Point => [x, y]),
  );
  const diagonal: Point[] = [-1.7, -0.3, 0.4, 1.3].flatMap((t): Point[] => [
    [t, t],
    [t, -t],
    [t, 0],
    [0, t],
    [t, -0],
  ]);
  const signed = (values: readonly number[]) =>
    values.flatMap((v): Point[] => [
      [v, v],
      [-v, 0.7],
      [1.3, v],
      [v, -v],
    ]);
  const points = [
    center,
    ...corners,
    ...lattice,
    ...diagonal,
    ...minima.flatMap(({ at }) => neighbours(at)),
    ...signed(TINY),
    ...signed(LARGE),
  ];
  return points.map(([x, y]): Point => [fround(x), fround(y)]);
}

/** A point, its nearest float32 neighbours, and places near it at falling distances. */
function neighbours([x, y]: readonly [number, number]): Point[] {
  const steps = [ulp32(x) || 1e-45, 1e-6, 1e-4, 1e-2];
  return [
    [x, y],
    ...steps.flatMap((d): Point[] => [
      [x + d, y],
      [x, y - d],
      [x - d, y + d],
    ]),
  ];
}

/** Positions that are no place at all. */
const nowhere: Point[] = [
  [INFINITY32, 0],
  [0, -INFINITY32],
  [Number.NaN, 1],
  [1, Number.NaN],
  [INFINITY32, Number.NaN],
];

/** Factors on the state of real trajectories, from nearly forgotten to nearly overflowing. */
const STATE_FACTORS = [1, 0, 1e-30, 1e-10, 1e10, 1e18, 1e30];

/**
 * A snapshot to set traps with: adversarial places, points at random in the domain, and places that are none, with
 * the states of a real run's trajectories scaled up and down. Keeps the size and order of the run.
 * @param real any snapshot of the run
 * @param step what the loaded trajectories are told the step is
 */
export function adversarialSnapshot(surface: PlannedSurface, real: Trajectories, step: number): Trajectories {
  const count = real.status.length;
  const places = [...adversarialPoints(surface), ...nowhere];
  const position = new Float64Array(2 * count);
  for (let k = 0; k < count; k++) {
    const [x, y] = k < places.length ? places[k] : randomPoint(surface, k, step);
    position[2 * k] = x;
    position[2 * k + 1] = y;
  }
  const factor = (k: number) => STATE_FACTORS[(k + step) % STATE_FACTORS.length];
  const state = Object.fromEntries(
    Object.entries(real.state).map(([name, column]) => [
      name,
      column.map((value, i) => fround(clamp(value * factor(i >> 1), -FLOAT32_MAX, FLOAT32_MAX))),
    ]),
  );
  return { step, position, state, status: new Uint32Array(count) };
}

/** A seed of the check's own, so that its points are not the run's starts. */
const SEED = 0x5eed;

export function randomPoint(
  { domain: [xmin, xmax, ymin, ymax] }: PlannedSurface,
  k: number,
  draw: number,
): Point {
  const bits = randomBits(SEED, k, 0, draw);
  return [
    fround(xmin + (xmax - xmin) * uniform01(bits[0])),
    fround(ymin + (ymax - ymin) * uniform01(bits[1])),
  ];
}
