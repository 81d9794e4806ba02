import type { DomainFrame } from './domain-frame.ts';
import type { Projector } from './overlay.ts';
import type { HeightGrid } from './picking.ts';

/** Points along an arrow, enough to follow a ridge. */
const SEGMENTS = 14;
/** Length of the barbs, CSS pixels. */
const HEAD = 7;

/**
 * The direction on the ground, of unit length, in which a vector of the domain points, through the domain's own
 * proportions; null for no direction.
 */
export function sceneDirection(
  frame: DomainFrame,
  [dx, dy]: readonly [number, number],
): [number, number] | null {
  const norm = Math.hypot(dx, dy);
  if (!(norm > 0) || !Number.isFinite(norm)) return null;
  const [x0, z0] = frame.toScene(0, 0);
  const [x1, z1] = frame.toScene(dx / norm, dy / norm);
  const length = Math.hypot(x1 - x0, z1 - z0);
  return [(x1 - x0) / length, (z1 - z0) / length];
}

/** The way along the surface from a point on, CSS pixels, as far as it stays on the surface and in sight. */
export function alongSurface(
  project: Projector,
  frame: DomainFrame,
  grid: HeightGrid,
  from: readonly [number, number],
  direction: readonly [number, number],
  length: number,
): [number, number][] {
  const points: [number, number][] = [];
  for (let i = 0; i <= SEGMENTS; i += 1) {
    const reach = (length * i) / SEGMENTS;
    const sceneX = from[0] + direction[0] * reach;
    const sceneZ = from[1] + direction[1] * reach;
    const [x, y] = frame.toDomain(sceneX, sceneZ);
    const height = frame.contains(x, y) ? grid.heightAt(x, y) : Number.NaN;
    const point = Number.isFinite(height) ? project(sceneX, height, sceneZ) : null;
    if (point === null) break;
    points.push(point);
  }
  return points;
}

/** Two barbs at the end of a line, as SVG path data. */
export function arrowHead(points: readonly [number, number][]): string {
  const tip = points[points.length - 1];
  const before = points[points.length - 3] ?? points[0];
  if (tip === undefined || before === undefined || tip === before) return '';
  const angle = Math.atan2(tip[1] - before[1], tip[0] - before[0]);
  const barb = (turn: number): string =>
    `${(tip[0] - HEAD * Math.cos(angle + turn)).toFixed(1)} ${(tip[1] - HEAD * Math.sin(angle + turn)).toFixed(1)}`;
  return `M${barb(0.45)}L${tip[0].toFixed(1)} ${tip[1].toFixed(1)}L${barb(-0.45)}`;
}

/** A line as SVG path data. */
export const polyline = (points: readonly [number, number][]): string =>
  points.length < 2 ? '' : `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`;
