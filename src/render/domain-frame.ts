import type { Domain } from '../engine/run-spec.ts';

/** Half-extents of the block the surface stands on, in scene units, and the map between it and the domain. */
export interface DomainFrame {
  readonly domain: Domain;
  /** Scene half-width along the domain's x and y, in (0, 1]. */
  readonly half: readonly [number, number];
  /** Domain point to scene (x to the right, z towards the viewer, so that domain y runs into the picture). */
  toScene(x: number, y: number): [number, number];
  toDomain(sceneX: number, sceneZ: number): [number, number];
  contains(x: number, y: number): boolean;
}

/** Beyond this ratio of sides the two parameters are taken to have different units, and the block becomes square. */
const LARGEST_ASPECT = 3;

/** Height of the highest loss above the lowest, scene units. */
export const SURFACE_HEIGHT = 0.68;
/** The block reaches this far below the lowest loss, so that even a valley floor has thickness. */
export const BLOCK_DEPTH = 0.07;

/** The longer side of the domain spans [−1, 1]; the shorter keeps its proportion. */
export function createDomainFrame(domain: Domain): DomainFrame {
  const [xMin, xMax, yMin, yMax] = domain;
  const width = xMax - xMin;
  const depth = yMax - yMin;
  const ratio = depth / width;
  const square = ratio > LARGEST_ASPECT || ratio < 1 / LARGEST_ASPECT;
  const halfX = square ? 1 : Math.min(1, 1 / ratio);
  const halfY = square ? 1 : Math.min(1, ratio);
  return {
    domain,
    half: [halfX, halfY],
    toScene: (x, y) => [halfX * ((2 * (x - xMin)) / width - 1), halfY * (1 - (2 * (y - yMin)) / depth)],
    toDomain: (sceneX, sceneZ) => [
      xMin + ((sceneX / halfX + 1) / 2) * width,
      yMin + ((1 - sceneZ / halfY) / 2) * depth,
    ],
    contains: (x, y) => x >= xMin && x <= xMax && y >= yMin && y <= yMax,
  };
}
