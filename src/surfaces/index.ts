import { convex } from './convex.ts';
import { manyMinima } from './many-minima.ts';
import { plateau } from './plateau.ts';
import { rough } from './rough.ts';
import { saddle } from './saddle.ts';
import { type SurfaceEntry, type SurfaceGroup, surfaceGroups } from './surface.ts';
import { valley } from './valley.ts';

const families: Readonly<Record<SurfaceGroup, readonly Omit<SurfaceEntry, 'group'>[]>> = {
  convex,
  valley,
  saddle,
  'many minima': manyMinima,
  plateau,
  rough,
};

/** The catalogue, in the order of the menu. */
export const surfaces: readonly SurfaceEntry[] = surfaceGroups.flatMap((group) =>
  families[group].map((entry) => ({ ...entry, group })),
);

export const surfaceById = (id: string): SurfaceEntry | undefined => surfaces.find((s) => s.id === id);
