// Twin of src/optimizers/l-bfgs.ts.

const LEAST_CURVATURE = 1e-10;
const LEAST_SHARE = 0x1p-16;

fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let previous = (*state).previous;
  let moved = theta - (*state).place;
  let y = g - previous;
  let most = (norm1(g) + norm1(previous)) * norm1(moved);
  let isPair = dot(y, moved) > max(LEAST_CURVATURE, LEAST_SHARE * most);
  let p4 = select((*state).p4, (*state).p3, isPair & (h.history > 3.5));
  let e4 = select((*state).e4, (*state).e3, isPair & (h.history > 3.5));
  let p3 = select((*state).p3, (*state).p2, isPair & (h.history > 2.5));
  let e3 = select((*state).e3, (*state).e2, isPair & (h.history > 2.5));
  let p2 = select((*state).p2, (*state).p1, isPair & (h.history > 1.5));
  let e2 = select((*state).e2, (*state).e1, isPair & (h.history > 1.5));
  let scale = unitScale(max(abs(y.x), abs(y.y)));
  let p1 = select((*state).p1, moved * scale, isPair);
  let e1 = select((*state).e1, y * scale, isPair);
  (*state).place = theta;
  (*state).previous = g;
  (*state).p1 = p1;
  (*state).e1 = e1;
  (*state).p2 = p2;
  (*state).e2 = e2;
  (*state).p3 = p3;
  (*state).e3 = e3;
  (*state).p4 = p4;
  (*state).e4 = e4;

  let b = dot(e1, p1);
  var across = acrossPair(p4, e4, T(0.0), T(0.0), b / dot(e1, e1));
  across = acrossPair(p3, e3, p4, e4, across);
  across = acrossPair(p2, e2, p3, e3, across);
  across = acrossPair(p1, e1, p2, e2, across);
  // B y = s, so B g = s + B g': the smaller of the two gradients rounds less.
  let isNearer = isPair & (norm1(previous) < norm1(g));
  let w = select(g, previous, isNearer);
  let along = dot(p1, w) / b;
  let beside = across * (e1.x * w.y - e1.y * w.x);
  let known = along * p1 + beside * T(-e1.y, e1.x) + select(T(0.0), moved, isNearer);
  let d = select(g, known, b > 0.0);
  let rate = select(s.lr, s.lr / max(1.0, norm1(g)), s.opens > 0.0);
  return theta - rate * d;
}

/// What B has across a pair's e, once it has learned from the pair. The pair before it is (olderP, olderE), whose B had
/// `across`; where there is none, B was `across` times I.
fn acrossPair(p: T, e: T, olderP: T, olderE: T, across: f32) -> f32 {
  let b = dot(e, p);
  let v = p / b;
  let before = dot(olderE, olderP);
  let turned = v.x * olderP.y - v.y * olderP.x;
  let straight = dot(v, olderE);
  let learned = (turned / before) * turned + across * straight * straight;
  let fresh = select(across * dot(v, v), learned, before > 0.0);
  return select(across, fresh, b > 0.0);
}

fn norm1(v: T) -> f32 {
  return abs(v.x) + abs(v.y);
}
