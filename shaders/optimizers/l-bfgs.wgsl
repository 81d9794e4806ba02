// Twin of src/optimizers/l-bfgs.ts.

const LEAST_CURVATURE = 1e-10;
const LEAST_SHARE = 0x1p-16;

fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let previous = (*state).previous;
  let moved = theta - (*state).place;
  let y = g - previous;
  let most = (norm1(g) + norm1(previous)) * norm1(moved);
  let isPair = dot(y, moved) > max(LEAST_CURVATURE, LEAST_SHARE * most);
  let s4 = select((*state).s4, (*state).s3, isPair & (h.history > 3.5));
  let y4 = select((*state).y4, (*state).y3, isPair & (h.history > 3.5));
  let s3 = select((*state).s3, (*state).s2, isPair & (h.history > 2.5));
  let y3 = select((*state).y3, (*state).y2, isPair & (h.history > 2.5));
  let s2 = select((*state).s2, (*state).s1, isPair & (h.history > 1.5));
  let y2 = select((*state).y2, (*state).y1, isPair & (h.history > 1.5));
  let s1 = select((*state).s1, moved, isPair);
  let y1 = select((*state).y1, y, isPair);
  (*state).place = theta;
  (*state).previous = g;
  (*state).s1 = s1;
  (*state).y1 = y1;
  (*state).s2 = s2;
  (*state).y2 = y2;
  (*state).s3 = s3;
  (*state).y3 = y3;
  (*state).s4 = s4;
  (*state).y4 = y4;

  let known = dot(y1, s1);
  var across = acrossPair(s4, y4, T(0.0), T(0.0), known / dot(y1, y1));
  across = acrossPair(s3, y3, s4, y4, across);
  across = acrossPair(s2, y2, s3, y3, across);
  across = acrossPair(s1, y1, s2, y2, across);
  // B y = s, so B g = s + B g': the smaller of the two gradients rounds less.
  let isNearer = isPair & (norm1(previous) < norm1(g));
  let w = select(g, previous, isNearer);
  let along = dot(s1, w) / known;
  let beside = across * (y1.x * w.y - y1.y * w.x);
  let learned = along * s1 + beside * T(-y1.y, y1.x) + select(T(0.0), moved, isNearer);
  let d = select(g, learned, known > 0.0);
  let rate = select(s.lr, s.lr / max(1.0, norm1(g)), s.opens > 0.0);
  return theta - rate * d;
}

/// What B has across a pair's y, once it has learned from the pair. The pair before it is (olderS, olderY), whose B had
/// `across`; where there is none, B was `across` times I.
fn acrossPair(moved: T, y: T, olderS: T, olderY: T, across: f32) -> f32 {
  let known = dot(y, moved);
  let v = moved / known;
  let before = dot(olderY, olderS);
  let turned = v.x * olderS.y - v.y * olderS.x;
  let straight = dot(v, olderY);
  let learned = (turned / before) * turned + across * straight * straight;
  let fresh = select(across * dot(v, v), learned, before > 0.0);
  return select(across, fresh, known > 0.0);
}

fn norm1(v: T) -> f32 {
  return abs(v.x) + abs(v.y);
}
