import type { Domain } from './run-spec.ts';

/** A trajectory this many half-widths of the domain away from its centre has diverged. */
const DIVERGED_HALF_WIDTHS = 1000;

/** Where a trajectory stops counting as one: centre of the domain, and how far from it along each axis, domain units. */
export function divergenceBox([xmin, xmax, ymin, ymax]: Domain): {
  center: [number, number];
  reach: [number, number];
} {
  return {
    center: [(xmin + xmax) / 2, (ymin + ymax) / 2],
    reach: [(DIVERGED_HALF_WIDTHS * (xmax - xmin)) / 2, (DIVERGED_HALF_WIDTHS * (ymax - ymin)) / 2],
  };
}
