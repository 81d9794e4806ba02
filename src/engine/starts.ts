import { normalPair, randomBits, uniform01 } from '../core/random.ts';
import type { Plan } from './plan.ts';
import type { Domain, Point, StartsSpec } from './run-spec.ts';

/**
 * The starts of a run's trajectories, [count × 2] interleaved, domain units.
 *
 * Given points are what they are, in float64: somebody who compares a run with other software means those very
 * numbers. A float32 engine rounds them when it takes them in.
 *
 * What is generated (grid, uniform, normal, ring) is float32 on every engine, by design: nobody gave those numbers, so
 * all engines had better start from the same ones. They are rounded after each operation as the kernel
 * `shaders/kernels/starts.wgsl` is: the two agree bit for bit but for the logarithm, root and cosine of 'normal' and
 * 'ring'. Random numbers are those of step 0, draw 0.
 */
export function generateStarts({ spec, surface, starts, first, count }: StartsPlan): Float64Array {
  const out = new Float64Array(2 * count);
  const place = placer(spec, surface.domain, starts);
  for (let i = 0; i < count; i++) place((first + i) % starts, out, 2 * i);
  return out;
}

type StartsPlan = Pick<Plan, 'spec' | 'surface' | 'starts' | 'first' | 'count'>;

/** Writes start k to `out[at]` and `out[at + 1]`. */
type Placer = (k: number, out: Float64Array, at: number) => void;

function placer({ starts, seed }: Plan['spec'], domain: Domain, count: number): Placer {
  if (starts.kind === 'points') return given(starts.points);
  if (starts.kind === 'normal') return normal(cloudOf(starts, starts.spread, domain), seed);
  if (starts.kind === 'ring') return ring(cloudOf(starts, starts.radius, domain), count);
  return starts.kind === 'uniform' ? uniform(domain, seed) : grid(domain, count);
}

const { fround } = Math;

/** Cell centres, row by row from the lower left; the last row may be short. */
function grid(domain: Domain, count: number): Placer {
  const columns = Math.ceil(Math.sqrt(count));
  const rows = Math.ceil(count / columns);
  const [x0, width, y0, height] = extent(domain);
  return (k, out, at) => {
    const u = fround((k % columns) + 0.5);
    const v = fround(Math.floor(k / columns) + 0.5);
    out[at] = fround(x0 + fround(fround(u / columns) * width));
    out[at + 1] = fround(y0 + fround(fround(v / rows) * height));
  };
}

function uniform(domain: Domain, seed: number): Placer {
  const [x0, width, y0, height] = extent(domain);
  const bits = new Uint32Array(4);
  return (k, out, at) => {
    randomBits(seed, k, 0, 0, bits);
    out[at] = fround(x0 + fround(uniform01(bits[0]) * width));
    out[at + 1] = fround(y0 + fround(uniform01(bits[1]) * height));
  };
}

function normal(cloud: Cloud, seed: number): Placer {
  const bits = new Uint32Array(4);
  return (k, out, at) => {
    randomBits(seed, k, 0, 0, bits);
    const [zx, zy] = normalPair(bits[0], bits[1]);
    out[at] = fround(cloud.x + fround(cloud.sizeX * fround(zx)));
    out[at + 1] = fround(cloud.y + fround(cloud.sizeY * fround(zy)));
  };
}

function ring(cloud: Cloud, count: number): Placer {
  return (k, out, at) => {
    const angle = (2 * Math.PI * (k + 0.5)) / count;
    out[at] = fround(cloud.x + fround(cloud.sizeX * fround(Math.cos(angle))));
    out[at + 1] = fround(cloud.y + fround(cloud.sizeY * fround(Math.sin(angle))));
  };
}

const given =
  (points: readonly Point[]): Placer =>
  (k, out, at) => {
    [out[at], out[at + 1]] = points[k];
  };

/** [x0, width, y0, height], each a float32: what the kernel is given, since it cannot subtract as exactly. */
export function extent([xmin, xmax, ymin, ymax]: Domain): [number, number, number, number] {
  return [fround(xmin), fround(xmax - xmin), fround(ymin), fround(ymax - ymin)];
}

/** Centre and size in domain units, each a float32; also what the kernel is given. */
export interface Cloud {
  x: number;
  y: number;
  sizeX: number;
  sizeY: number;
}

/** @param fraction size as a fraction of the domain's half-width and half-height */
export function cloudOf(
  starts: Extract<StartsSpec, { center: Point | null }>,
  fraction: number,
  [xmin, xmax, ymin, ymax]: Domain,
): Cloud {
  const [x, y] = starts.center ?? [(xmin + xmax) / 2, (ymin + ymax) / 2];
  return {
    x: fround(x),
    y: fround(y),
    sizeX: fround((fraction * (xmax - xmin)) / 2),
    sizeY: fround((fraction * (ymax - ymin)) / 2),
  };
}
