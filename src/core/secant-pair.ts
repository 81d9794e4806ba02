import { unitScale } from './float32.ts';

/** torch.optim.LBFGS learns from no pair whose product is smaller. */
const LEAST_CURVATURE = 1e-10;
/**
 * Nor is there anything to learn from a difference of gradients that is their rounding: a product must be this share of
 * what its terms could be, 256 roundings of float32. Only learning rates below it ever come near.
 */
const LEAST_SHARE = 2 ** -16;

/**
 * A step s and the change y of the gradient that came of it, both scaled alike so that the larger part of y is about 1:
 * nothing that is made of them over- or underflows, and nothing depends on the scale. Of no pair, that is of zeros,
 * `known` is zero. Twin of the struct in shaders/lib/secant-pair.wgsl.
 */
export interface SecantPair {
  sx: number;
  sy: number;
  yx: number;
  yy: number;
  /** yᵀs. */
  known: number;
  /** yᵀy. */
  size: number;
}

export const secantPair = (sx: number, sy: number, yx: number, yy: number): SecantPair =>
  readSecantPair({ sx: 0, sy: 0, yx: 0, yy: 0, known: 0, size: 0 }, sx, sy, yx, yy);

/** The same into an object that is there already: one for each trajectory and step would be most of their cost. */
export function readSecantPair(into: SecantPair, sx: number, sy: number, yx: number, yy: number): SecantPair {
  const scale = unitScale(Math.max(Math.abs(yx), Math.abs(yy)));
  into.sx = sx * scale;
  into.sy = sy * scale;
  into.yx = yx * scale;
  into.yy = yy * scale;
  into.known = into.yx * into.sx + into.yy * into.sy;
  into.size = into.yx * into.yx + into.yy * into.yy;
  return into;
}

/** Whether there is something to learn from a step and the two gradients that it lies between. */
export function teaches(
  sx: number,
  sy: number,
  beforeX: number,
  beforeY: number,
  x: number,
  y: number,
): boolean {
  const most = (norm1(x, y) + norm1(beforeX, beforeY)) * norm1(sx, sy);
  return (x - beforeX) * sx + (y - beforeY) * sy > Math.max(LEAST_CURVATURE, LEAST_SHARE * most);
}

/**
 * The inverse B of a Hessian as a pair leaves it, in two dimensions: B = s sᵀ/yᵀs + σ ŷ ŷᵀ/yᵀy, with v̂ = (−v₂, v₁). This
 * is σ, by BFGS's update from the B of the pair before: yᵀy/(yᵀs)² ŝᵀB ŝ.
 * @param before the pair before, with its σ; if it is none, B was σ times I
 */
export function acrossPair(pair: SecantPair, before: SecantPair, sigma: number): number {
  const vx = pair.sx / pair.known;
  const vy = pair.sy / pair.known;
  const turned = vx * before.sy - vy * before.sx;
  const straight = vx * before.yx + vy * before.yy;
  const learned = (turned / before.known) * turned + (sigma / before.size) * straight * straight;
  return pair.size * (before.known > 0 ? learned : sigma * (vx * vx + vy * vy));
}

/** B w, in `out`. @param sigma of the pair */
export function timesInverse(
  { sx, sy, yx, yy, known, size }: SecantPair,
  sigma: number,
  wx: number,
  wy: number,
  out: Float64Array,
): void {
  const along = (sx * wx + sy * wy) / known;
  const across = (sigma * (yx * wy - yy * wx)) / size;
  out[0] = along * sx - across * yy;
  out[1] = along * sy + across * yx;
}

export const norm1 = (x: number, y: number): number => Math.abs(x) + Math.abs(y);
