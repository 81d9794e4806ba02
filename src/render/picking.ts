import { BLOCK_DEPTH, type DomainFrame, SURFACE_HEIGHT } from './domain-frame.ts';
import type { HeightMap } from './height-scale.ts';

export type Vec3 = readonly [number, number, number];

export interface Hit {
  /** Domain units. */
  x: number;
  y: number;
  /** Distance along the ray, in lengths of its direction. */
  distance: number;
  /** Whether the ray met one of the block's side walls instead of the surface. */
  wall: boolean;
}

/** The drawn surface on the CPU: the same triangles over the same heights. */
export interface HeightGrid {
  /** First point of the block that a ray (scene units) meets; null where it misses or falls through a hole. */
  intersect(origin: Vec3, direction: Vec3): Hit | null;
  /** Height of the surface at a point of the domain, scene units; NaN at holes. */
  heightAt(x: number, y: number): number;
}

export function createHeightGrid(
  loss: Float32Array,
  size: number,
  frame: DomainFrame,
  map: HeightMap,
): HeightGrid {
  const heights = Float32Array.from(loss, (value) => map.heightOf(value) * SURFACE_HEIGHT);
  const cells = size - 1;
  const at = (i: number, j: number): number => heights[j * size + i]!;
  const [halfX, halfY] = frame.half;

  /** Along the ray through cell (i, j), grid units: where it meets one of the two triangles between t0 and t1. */
  const meetCell = (i: number, j: number, from: Vec3, along: Vec3, t0: number, t1: number): number => {
    const u0 = from[0] - i;
    const v0 = from[1] - j;
    let best = Number.POSITIVE_INFINITY;
    for (const upper of [false, true]) {
      const corner = upper ? at(i + 1, j + 1) : at(i, j);
      const slopeU = upper ? corner - at(i, j + 1) : at(i + 1, j) - corner;
      const slopeV = upper ? corner - at(i + 1, j) : at(i, j + 1) - corner;
      // Height of the triangle's plane below the ray is linear in t.
      const [pu, pv] = upper ? [u0 - 1, v0 - 1] : [u0, v0];
      const gap = from[2] - (corner + slopeU * pu + slopeV * pv);
      const rate = along[2] - (slopeU * along[0] + slopeV * along[1]);
      const t = -gap / rate;
      if (!(t >= t0 - EDGE && t <= t1 + EDGE && t < best)) continue;
      const sum = u0 + along[0] * t + (v0 + along[1] * t);
      if (upper ? sum >= 1 - EDGE : sum <= 1 + EDGE) best = t;
    }
    return best;
  };

  const heightAt = (x: number, y: number): number => {
    const [sceneX, sceneZ] = frame.toScene(x, y);
    const gridX = Math.min(cells, Math.max(0, ((sceneX / halfX + 1) / 2) * cells));
    const gridY = Math.min(cells, Math.max(0, ((1 - sceneZ / halfY) / 2) * cells));
    const i = cellAt(gridX, cells);
    const j = cellAt(gridY, cells);
    const u = gridX - i;
    const v = gridY - j;
    if (u + v > 1) {
      const corner = at(i + 1, j + 1);
      return corner + (at(i, j + 1) - corner) * (1 - u) + (at(i + 1, j) - corner) * (1 - v);
    }
    const corner = at(i, j);
    return corner + (at(i + 1, j) - corner) * u + (at(i, j + 1) - corner) * v;
  };

  return {
    heightAt,
    intersect(origin, direction) {
      // Grid units: i and j along the sides, height as it is.
      const scaleX = cells / (2 * halfX);
      const scaleY = cells / (2 * halfY);
      const from: Vec3 = [(origin[0] + halfX) * scaleX, (halfY - origin[2]) * scaleY, origin[1]];
      const along: Vec3 = [direction[0] * scaleX, -direction[2] * scaleY, direction[1]];
      const range = clipToBox(from, along, [0, 0, -BLOCK_DEPTH], [cells, cells, SURFACE_HEIGHT + EDGE]);
      if (range === null) return null;
      const domainAt = (distance: number): { x: number; y: number } => {
        const [x, y] = frame.toDomain(
          origin[0] + direction[0] * distance,
          origin[2] + direction[2] * distance,
        );
        return clampToDomain(x, y, frame);
      };
      let [t] = range;
      const entry = domainAt(t);
      if (t > 0 && from[2] + along[2] * t < heightAt(entry.x, entry.y) - EDGE) {
        return { ...entry, distance: t, wall: true };
      }
      const end = range[1];
      let i = cellAt(from[0] + along[0] * t, cells);
      let j = cellAt(from[1] + along[1] * t, cells);
      const stepI = Math.sign(along[0]);
      const stepJ = Math.sign(along[1]);
      // Amanatides and Woo, "A fast voxel traversal algorithm", 1987, in two dimensions.
      for (let visited = 0; visited <= 2 * cells + 2; visited += 1) {
        const tI = stepI === 0 ? Number.POSITIVE_INFINITY : (i + (stepI > 0 ? 1 : 0) - from[0]) / along[0];
        const tJ = stepJ === 0 ? Number.POSITIVE_INFINITY : (j + (stepJ > 0 ? 1 : 0) - from[1]) / along[1];
        const exit = Math.min(tI, tJ, end);
        const hit = meetCell(i, j, from, along, t, exit);
        if (Number.isFinite(hit)) {
          return { ...domainAt(hit), distance: hit, wall: false };
        }
        if (exit >= end) return null;
        t = exit;
        if (tI <= tJ) i += stepI;
        else j += stepJ;
        if (i < 0 || j < 0 || i >= cells || j >= cells) return null;
      }
      return null;
    },
  };
}

/** Slack for rounding at the seams between triangles, in cells and ray lengths. */
const EDGE = 1e-7;

const cellAt = (position: number, cells: number): number =>
  Math.min(cells - 1, Math.max(0, Math.floor(position)));

function clampToDomain(
  x: number,
  y: number,
  { domain: [x0, x1, y0, y1] }: DomainFrame,
): { x: number; y: number } {
  return { x: Math.min(x1, Math.max(x0, x)), y: Math.min(y1, Math.max(y0, y)) };
}

/** The part t ≥ 0 of a ray within a box, or null. */
function clipToBox(from: Vec3, along: Vec3, low: Vec3, high: Vec3): [number, number] | null {
  let start = 0;
  let end = Number.POSITIVE_INFINITY;
  for (let axis = 0; axis < 3; axis += 1) {
    const origin = from[axis]!;
    const rate = along[axis]!;
    if (rate === 0) {
      if (origin < low[axis]! || origin > high[axis]!) return null;
      continue;
    }
    const t0 = (low[axis]! - origin) / rate;
    const t1 = (high[axis]! - origin) / rate;
    start = Math.max(start, Math.min(t0, t1));
    end = Math.min(end, Math.max(t0, t1));
  }
  return start <= end && Number.isFinite(end) ? [start, end] : null;
}
