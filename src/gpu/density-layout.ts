import { BINS, FIRST_BIN, tone } from './density-tone.ts';
import { createLayout } from './layout.ts';

const u32 = <Name extends string>(name: Name) => ({ name, type: 'u32' as const });

/** What counting a team needs to know. */
export const swarmLayout = createLayout('Swarm', [
  u32('count'),
  u32('size'),
  u32('step'),
  'fadeSteps',
  'xmin',
  'xmax',
  'ymin',
  'ymax',
]);
/** The sheet all teams share: cells, blocks and districts along a side, and the colour of light. */
export const sheetLayout = createLayout('Sheet', [
  u32('size'),
  u32('blocks'),
  u32('districts'),
  u32('teams'),
  'coreR',
  'coreG',
  'coreB',
]);
/** One team on it: 1 or 0 for `shown`, and what `each` trajectory is of the team. */
export const tintLayout = createLayout('Tint', ['r', 'g', 'b', 'shown', 'each']);

/** Buckets of what is in no cell; the cells follow, at an offset that buffers may be bound at. */
const OUTSIDE = 0;
const FADED = 1;
const NOWHERE = 2;
const FIRST_CELL = 64;
/** Cells along a side of a block, and blocks along one of a district. */
const BLOCK = 4;
const DISTRICT = BLOCK * BLOCK;
/** Trajectories that a thread counts. */
export const TRAJECTORIES_EACH = 16;

const unsigned = (values: Record<string, number>): string =>
  Object.entries(values)
    .map(([name, value]) => `const ${name} = ${value}u;\n`)
    .join('');
const floating = (values: Record<string, number>): string =>
  Object.entries(values)
    .map(([name, value]) => `const ${name} = f32(${value});\n`)
    .join('');

const { HALVINGS, ...curve } = tone;

export const countWgsl = [
  swarmLayout.wgsl,
  unsigned({ OUTSIDE, FADED, NOWHERE, FIRST_CELL, TRAJECTORIES_EACH }),
].join('');

export const toneWgsl = floating(curve);

export const developWgsl = [
  sheetLayout.wgsl,
  tintLayout.wgsl,
  toneWgsl,
  unsigned({ FIRST_CELL, BLOCK, DISTRICT, BINS, FIRST_BIN, HALVINGS }),
].join('');

export const alongSide = (size: number) => ({ blocks: size / BLOCK, districts: size / DISTRICT });
/** Bytes of the sums over one team's blocks and districts. */
export const sumBytes = (size: number): number => {
  const { blocks, districts } = alongSide(size);
  return 4 * (blocks * blocks + districts * districts);
};
/** Bytes of one team's buckets. */
export const bucketBytes = (size: number): number => 4 * (FIRST_CELL + size * size);

/** Where the trajectories of one team are; its figures sum to their number. */
export interface DensityCounts {
  /** [size²] per cell, x fastest, from (xmin, ymin). */
  cells: Uint32Array;
  /** Finite, but outside the domain. */
  outside: number;
  /** Inside; ended badly, and long enough ago. */
  faded: number;
  /** Position or loss not finite. */
  nowhere: number;
}

export function readBuckets(buffer: ArrayBuffer): DensityCounts {
  const buckets = new Uint32Array(buffer);
  return {
    cells: buckets.subarray(FIRST_CELL),
    outside: buckets[OUTSIDE],
    faded: buckets[FADED],
    nowhere: buckets[NOWHERE],
  };
}
