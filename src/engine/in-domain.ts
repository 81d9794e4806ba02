import type { Domain } from './run-spec.ts';

/** Whether a point lies in the domain, edges included. */
export const inDomain = ([xmin, xmax, ymin, ymax]: Domain, x: number, y: number): boolean =>
  x >= xmin && x <= xmax && y >= ymin && y <= ymax;
