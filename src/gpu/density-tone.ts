/**
 * How densities (trajectories per cell) become opacity and light: the constants of `shaders/lib/density-tone.wgsl` and
 * `shaders/kernels/density-develop.wgsl`, and the twins that these are held against.
 */
export const tone = {
  /** Opacity that the thinnest cloud has, however dense the rest: no straggler is lost beside a million. */
  PRESENCE: 0.3,
  /** Density with half of that. */
  HALF_PRESENCE: 0.12,
  /** Part of the surface that the swarm may veil, as opacity averaged over the domain. */
  VEIL: 0.48,
  /** At the least exposure a single trajectory is half opaque; the most is beyond any swarm. */
  LEAST_EXPOSURE: 0.1,
  MOST_EXPOSURE: 1e9,
  /** 33 octaves to a hundredth of one. */
  HALVINGS: 12,
  /** Shares of its team in one cell from which on, and at which, a team's colour has given way to light. */
  HEAT_FROM: 2e-4,
  HEAT_TO: 5e-2,
  /** The glow around a district begins where it holds this share of a team, and grows with the root of what it holds above. */
  HALO_FROM: 1e-2,
  HALO: 1.3,
  HALO_MOST: 0.75,
  /** Opacity of the glow against its light: it brightens what is dark more than it covers. */
  HALO_COVER: 0.6,
} as const;

/** Quarters of an octave from a block of one trajectory to one of 2^30. */
export const BINS = 120;
/** What `binOf` subtracts: the exponent and the two leading bits of 1. */
export const FIRST_BIN = 127 << 2;

/**
 * Opacity of a density, in [0, 1): one minus a power of it, as near to a logarithm over the decades that a swarm spans as to
 * proportion below the exposure.
 */
export function inkOf(density: number, exposure: number): number {
  const presence = (tone.PRESENCE * density) / (density + tone.HALF_PRESENCE);
  return 1 - (1 - presence) / Math.sqrt(1 + density / exposure);
}

/** How much of a team's colour gives way to light where a cell holds `share` of the team, in [0, 1]. */
export function heatOf(share: number): number {
  const [from, to] = [Math.log2(tone.HEAT_FROM), Math.log2(tone.HEAT_TO)];
  const t = (Math.log2(Math.max(share, tone.HEAT_FROM)) - from) / (to - from);
  const inside = Math.min(1, t);
  return inside * inside * (3 - 2 * inside);
}

/**
 * The least exposure at which densities, one for each part of the surface of the same size, veil it no more than allowed.
 * @param densities trajectories per cell, zeros included
 */
export function exposureFor(densities: readonly number[]): number {
  let [low, high] = [Math.log2(tone.LEAST_EXPOSURE), Math.log2(tone.MOST_EXPOSURE)];
  for (let halving = 0; halving < tone.HALVINGS; halving++) {
    const middle = (low + high) / 2;
    const covered = densities.reduce((sum, density) => sum + inkOf(density, 2 ** middle), 0);
    if (covered > tone.VEIL * densities.length) low = middle;
    else high = middle;
  }
  return 2 ** high;
}
