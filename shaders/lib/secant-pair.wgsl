// What quasi-Newton methods learn from, in two dimensions. Twin of src/core/secant-pair.ts.

const LEAST_CURVATURE = 1e-10;
const LEAST_SHARE = 0x1p-16;

/// A step s and the change y of the gradient that came of it, both scaled alike so that the larger part of y is about 1:
/// nothing that is made of them over- or underflows, and nothing depends on the scale.
struct SecantPair {
  s: vec2f,
  y: vec2f,
  known: f32, // yᵀs, zero of no pair
  size: f32, // yᵀy
}

fn secantPair(moved: vec2f, changed: vec2f) -> SecantPair {
  let scale = unitScale(max(abs(changed.x), abs(changed.y)));
  let s = moved * scale;
  let y = changed * scale;
  return SecantPair(s, y, dot(y, s), dot(y, y));
}

/// Whether there is something to learn from a step and the two gradients that it lies between.
fn teaches(moved: vec2f, before: vec2f, g: vec2f) -> bool {
  let most = (norm1(g) + norm1(before)) * norm1(moved);
  return dot(g - before, moved) > max(LEAST_CURVATURE, LEAST_SHARE * most);
}

/// σ of the inverse B = s sᵀ/yᵀs + σ ŷ ŷᵀ/yᵀy as a pair leaves it, from the pair before and its σ; if that pair is none, B
/// was σ times I.
fn acrossPair(pair: SecantPair, before: SecantPair, sigma: f32) -> f32 {
  let v = pair.s / pair.known;
  let turned = v.x * before.s.y - v.y * before.s.x;
  let straight = dot(v, before.y);
  let learned = (turned / before.known) * turned + (sigma / before.size) * straight * straight;
  return pair.size * select(sigma * dot(v, v), learned, before.known > 0.0);
}

/// B w, with σ of the pair.
fn timesInverse(pair: SecantPair, sigma: f32, w: vec2f) -> vec2f {
  let along = dot(pair.s, w) / pair.known;
  let across = (sigma * (pair.y.x * w.y - pair.y.y * w.x)) / pair.size;
  return along * pair.s + across * vec2f(-pair.y.y, pair.y.x);
}

fn norm1(v: vec2f) -> f32 {
  return abs(v.x) + abs(v.y);
}
