import { type DomainFrame, SURFACE_HEIGHT } from './domain-frame.ts';
import type { HeightMap } from './height-scale.ts';
import type { HeightGrid, Vec3 } from './picking.ts';

/** Finds what is drawn near a place of the picture. */
export interface Finder {
  /** The nearest point that the surface does not hide; null where none is within reach. */
  nearestPoint(cloud: Cloud): Found | null;
  /** The same among the lines from each point to the one `samples` after it; a line is called by its first point. */
  nearestLine(cloud: Cloud, samples: number): Found | null;
}

/** Points by number; positions in domain units. */
export interface Cloud {
  count: number;
  x(point: number): number;
  y(point: number): number;
  loss(point: number): number;
}

export interface Found {
  point: number;
  /** CSS pixels from the place that was asked about. */
  distance: number;
}

export interface FinderOptions {
  frame: DomainFrame;
  map: HeightMap;
  grid: HeightGrid;
  eye: Vec3;
  /** Scene to clip space, column-major. */
  viewProjection: ArrayLike<number>;
  width: number;
  height: number;
  /** Where to look, CSS pixels of the canvas. */
  at: readonly [number, number];
  /** How far around, CSS pixels. */
  reach: number;
}

/** Candidates whose visibility is looked at: a ray through the surface costs more than all the rest for one point. */
const MOST_CANDIDATES = 32;
/** What lies in front of a point by less than this part of the way does not hide it (the surface it lies on). */
const SLACK = 0.01;

export function createFinder(options: FinderOptions): Finder {
  const { frame, map, grid, eye, viewProjection: e, width, height, at, reach } = options;
  const [x0, x1, y0, y1] = frame.domain;
  /** Screen place of the last point that `place` was asked for. */
  let sx = 0;
  let sy = 0;

  /** Sets sx and sy; false for what is not drawn. No allocation: there may be a million points. */
  const place = (x: number, y: number, loss: number): boolean => {
    if (!(x >= x0 && x <= x1 && y >= y0 && y <= y1)) return false;
    const up = map.heightOf(loss) * SURFACE_HEIGHT;
    const right = frame.half[0] * ((2 * (x - x0)) / (x1 - x0) - 1);
    const near = frame.half[1] * (1 - (2 * (y - y0)) / (y1 - y0));
    const w = e[3]! * right + e[7]! * up + e[11]! * near + e[15]!;
    if (!(w > 0)) return false;
    sx = ((e[0]! * right + e[4]! * up + e[8]! * near + e[12]!) / w + 1) * 0.5 * width;
    sy = (1 - (e[1]! * right + e[5]! * up + e[9]! * near + e[13]!) / w) * 0.5 * height;
    return true;
  };
  const isHidden = (x: number, y: number, loss: number): boolean => {
    const [right, near] = frame.toScene(x, y);
    const hit = grid.intersect(eye, [
      right - eye[0],
      map.heightOf(loss) * SURFACE_HEIGHT - eye[1],
      near - eye[2],
    ]);
    return hit !== null && hit.distance < 1 - SLACK;
  };
  const firstVisible = ({ x, y, loss }: Cloud, candidates: Found[]): Found | null => {
    candidates.sort((a, b) => a.distance - b.distance);
    const seen = ({ point }: Found) => !isHidden(x(point), y(point), loss(point));
    return candidates.slice(0, MOST_CANDIDATES).find(seen) ?? null;
  };

  return {
    nearestPoint(cloud) {
      const candidates: Found[] = [];
      for (let point = 0; point < cloud.count; point += 1) {
        if (!place(cloud.x(point), cloud.y(point), cloud.loss(point))) continue;
        const distance = Math.hypot(sx - at[0], sy - at[1]);
        if (distance <= reach) candidates.push({ point, distance });
      }
      return firstVisible(cloud, candidates);
    },
    nearestLine(cloud, samples) {
      const candidates: Found[] = [];
      for (let point = 0; point + samples < cloud.count; point += 1) {
        const next = point + samples;
        if (!place(cloud.x(point), cloud.y(point), cloud.loss(point))) continue;
        const [ax, ay] = [sx, sy];
        if (!place(cloud.x(next), cloud.y(next), cloud.loss(next))) continue;
        const distance = distanceToLine(at, [ax, ay], [sx, sy]);
        if (distance <= reach) candidates.push({ point, distance });
      }
      return firstVisible(cloud, candidates);
    },
  };
}

function distanceToLine(
  [px, py]: readonly [number, number],
  [ax, ay]: readonly [number, number],
  [bx, by]: readonly [number, number],
): number {
  const squared = (bx - ax) ** 2 + (by - ay) ** 2;
  const t =
    squared === 0 ? 0 : Math.min(1, Math.max(0, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / squared));
  return Math.hypot(px - ax - t * (bx - ax), py - ay - t * (by - ay));
}
