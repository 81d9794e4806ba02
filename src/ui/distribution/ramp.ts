/**
 * Density, relative to a swarm that is spread evenly over the axis, from which on the picture is at its brightest: all
 * of the swarm within a fortieth of the axis.
 */
const BRIGHTEST = 40;
/** Below 1, so that what is thinly spread can still be seen. */
const GAMMA = 0.5;
/** A single trajectory among millions shows. */
const FAINTEST = 0.07;
/** Up to here the team's colour grows denser, from here on it turns to that of the text. */
const FULL = 0.8;
const SHADES = 256;

/** Index into a ramp; 0 is nothing. @param share of the swarm that is in a row; @param rows that the axis has */
export function shadeOf(share: number, rows: number): number {
  if (!(share > 0)) return 0;
  const tone = Math.min(1, (share * rows) / BRIGHTEST) ** GAMMA;
  return Math.round((SHADES - 1) * Math.max(FAINTEST, tone));
}

/**
 * From nothing over a team's colour to that of the text, as canvas pixels (RGBA in memory).
 * @param team @param text `#rrggbb`
 */
export function createRamp(team: string, text: string): Uint32Array {
  const bytes = new Uint8ClampedArray(4 * SHADES);
  const [from, to] = [channels(team), channels(text)];
  for (let shade = 0; shade < SHADES; shade++) {
    const tone = shade / (SHADES - 1);
    const mix = Math.max(0, (tone - FULL) / (1 - FULL)) * 0.75;
    bytes.set(
      from.map((channel, k) => channel + mix * (to[k]! - channel)),
      4 * shade,
    );
    bytes[4 * shade + 3] = 255 * Math.min(1, tone / FULL);
  }
  return new Uint32Array(bytes.buffer);
}

const channels = (color: string): number[] =>
  [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
