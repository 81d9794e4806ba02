import { randomBits, uniform01 } from '../core/random.ts';
import type { Domain, Point } from '../engine/run-spec.ts';

/** Starts that one touch of the brush adds. */
export const STARTS_PER_DAB = 24;
/** Radius of the brush as a fraction of the shorter side of the domain. */
export const BRUSH_RADIUS = 0.03;
/** Most starts that one stroke may add: beyond this a point list is the wrong tool. */
const MOST_PER_STROKE = 100_000;

/** Collects starts while the pointer is dragged: each dab spreads a few evenly over a disc. */
export function createBrush(domain: Domain, seed: number) {
  const [xmin, xmax, ymin, ymax] = domain;
  const radius = BRUSH_RADIUS * Math.min(xmax - xmin, ymax - ymin);
  const points: Point[] = [];
  return {
    points: points as readonly Point[],
    dab(x: number, y: number): void {
      for (let i = 0; i < STARTS_PER_DAB && points.length < MOST_PER_STROKE; i++) {
        const [a, b] = randomBits(seed, points.length, 0, 2);
        // The square root makes the density even over the disc.
        const distance = radius * Math.sqrt(uniform01(a!));
        const angle = 2 * Math.PI * uniform01(b!);
        points.push([x + distance * Math.cos(angle), y + distance * Math.sin(angle)]);
      }
    },
  };
}
