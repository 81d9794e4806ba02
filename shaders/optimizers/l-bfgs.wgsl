// Twin of src/optimizers/l-bfgs.ts.

const LEAST_CURVATURE = 1e-10;

fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let previous = (*state).previous;
  let moved = theta - (*state).place;
  let y = g - previous;
  let isPair = dot(y, moved) > LEAST_CURVATURE;
  let p4 = select((*state).p4, (*state).p3, isPair & (h.history > 3.5));
  let e4 = select((*state).e4, (*state).e3, isPair & (h.history > 3.5));
  let p3 = select((*state).p3, (*state).p2, isPair & (h.history > 2.5));
  let e3 = select((*state).e3, (*state).e2, isPair & (h.history > 2.5));
  let p2 = select((*state).p2, (*state).p1, isPair & (h.history > 1.5));
  let e2 = select((*state).e2, (*state).e1, isPair & (h.history > 1.5));
  let size = mathHypot(y.x, y.y);
  let p1 = select((*state).p1, moved / size, isPair);
  let e1 = select((*state).e1, y / size, isPair);
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

  // The newest pair takes y to s, and so g to s and what g' becomes: the smaller of the two gradients rounds less.
  let isNearer = isPair & (abs(previous.x) + abs(previous.y) < abs(g.x) + abs(g.y));
  var d = select(g, previous, isNearer);
  let alpha1 = shareOf(p1, e1, p1, d);
  d -= alpha1 * e1;
  let alpha2 = shareOf(p2, e2, p2, d);
  d -= alpha2 * e2;
  let alpha3 = shareOf(p3, e3, p3, d);
  d -= alpha3 * e3;
  let alpha4 = shareOf(p4, e4, p4, d);
  d -= alpha4 * e4;
  let newest = dot(e1, p1);
  d *= select(1.0, newest, newest > 0.0);
  d += (alpha4 - shareOf(p4, e4, e4, d)) * p4;
  d += (alpha3 - shareOf(p3, e3, e3, d)) * p3;
  d += (alpha2 - shareOf(p2, e2, e2, d)) * p2;
  d += (alpha1 - shareOf(p1, e1, e1, d)) * p1;
  d += select(T(0.0), moved, isNearer);
  let rate = select(s.lr, s.lr / max(1.0, abs(g.x) + abs(g.y)), s.opens > 0.0);
  return theta - rate * d;
}

/// Product of d with one half of a pair, per product of the halves; none with a pair that is not there.
fn shareOf(p: T, e: T, half: T, d: T) -> f32 {
  let b = dot(e, p);
  return select(0.0, dot(half, d) / b, b > 0.0);
}
