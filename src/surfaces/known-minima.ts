import type { Minimum } from './surface.ts';

/** For surfaces whose minima do not move with their parameters. Found by Newton's method at 40 digits. */
export const minimaAt =
  (...minima: readonly Minimum[]) =>
  (): readonly Minimum[] =>
    minima;

/** The point and its reflections in both axes and the origin, lower left first. */
export function reflections(x: number, y: number, loss: number): readonly Minimum[] {
  return [
    { at: [-x, -y], loss },
    { at: [x, -y], loss },
    { at: [-x, y], loss },
    { at: [x, y], loss },
  ];
}
