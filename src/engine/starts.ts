import { normalPair, randomBits, uniform01 } from '../core/random.ts';
import type { Plan } from './plan.ts';
import type { Domain, Point, StartsSpec } from './run-spec.ts';

/**
 * The starts of a run, [count × 2] interleaved, domain units.
 *
 * Given points are what they are, in float64: somebody who compares a run with other software means those very
 * numbers. A float32 engine rounds them when it takes them in.
 *
 * What is generated (grid, uniform, normal, ring) is float32 on every engine, by design: nobody gave those numbers, so
 * all engines had better start from the same ones. They are rounded after each operation as the kernel
 * `shaders/kernels/starts.wgsl` is: the two agree bit for bit but for the logarithm, root and cosine of 'normal' and
 * 'ring'. Random numbers are those of step 0, draw 0.
 */
export function generateStarts(plan: Pick<Plan, 'count' | 'surface' | 'spec'>): Float64Array {
  const out = new Float64Array(2 * plan.count);
  const { starts, seed } = plan.spec;
  const domain = plan.surface.domain;
  if (starts.kind === 'points') points(out, starts.points);
  else if (starts.kind === 'normal') normal(out, plan.count, cloudOf(starts, starts.spread, domain), seed);
  else if (starts.kind === 'ring') ring(out, plan.count, cloudOf(starts, starts.radius, domain));
  else if (starts.kind === 'uniform') uniform(out, plan.count, domain, seed);
  else grid(out, plan.count, domain);
  return out;
}

const { fround } = Math;

/** Cell centres, row by row from the lower left; the last row may be short. */
function grid(out: Float64Array, count: number, domain: Domain): void {
  const columns = Math.ceil(Math.sqrt(count));
  const rows = Math.ceil(count / columns);
  const [x0, width, y0, height] = extent(domain);
  for (let k = 0; k < count; k++) {
    const u = fround((k % columns) + 0.5);
    const v = fround(Math.floor(k / columns) + 0.5);
    out[2 * k] = fround(x0 + fround(fround(u / columns) * width));
    out[2 * k + 1] = fround(y0 + fround(fround(v / rows) * height));
  }
}

function uniform(out: Float64Array, count: number, domain: Domain, seed: number): void {
  const [x0, width, y0, height] = extent(domain);
  const bits = new Uint32Array(4);
  for (let k = 0; k < count; k++) {
    randomBits(seed, k, 0, 0, bits);
    out[2 * k] = fround(x0 + fround(uniform01(bits[0]) * width));
    out[2 * k + 1] = fround(y0 + fround(uniform01(bits[1]) * height));
  }
}

function normal(out: Float64Array, count: number, cloud: Cloud, seed: number): void {
  const bits = new Uint32Array(4);
  for (let k = 0; k < count; k++) {
    randomBits(seed, k, 0, 0, bits);
    const [zx, zy] = normalPair(bits[0], bits[1]);
    out[2 * k] = fround(cloud.x + fround(cloud.sizeX * fround(zx)));
    out[2 * k + 1] = fround(cloud.y + fround(cloud.sizeY * fround(zy)));
  }
}

function ring(out: Float64Array, count: number, cloud: Cloud): void {
  for (let k = 0; k < count; k++) {
    const angle = (2 * Math.PI * (k + 0.5)) / count;
    out[2 * k] = fround(cloud.x + fround(cloud.sizeX * fround(Math.cos(angle))));
    out[2 * k + 1] = fround(cloud.y + fround(cloud.sizeY * fround(Math.sin(angle))));
  }
}

function points(out: Float64Array, given: readonly Point[]): void {
  given.forEach(([x, y], k) => {
    out[2 * k] = x;
    out[2 * k + 1] = y;
  });
}

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
