// Twin of src/optimizers/bfgs.ts.

const LEAST_CURVATURE = 1e-10;
const LEAST_SHARE = 0x1p-16;

fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let previous = (*state).previous;
  let moved = theta - (*state).place;
  let y = g - previous;
  let most = (norm1(g) + norm1(previous)) * norm1(moved);
  let isPair = dot(y, moved) > max(LEAST_CURVATURE, LEAST_SHARE * most);
  let across = select((*state).across, T(acrossPair(*state, y, moved)), isPair);
  let e = select((*state).e, y / mathHypot(y.x, y.y), isPair);
  let p = select((*state).p, moved / mathHypot(y.x, y.y), isPair);
  (*state).across = across;
  (*state).e = e;
  (*state).p = p;
  (*state).place = theta;
  (*state).previous = g;

  // B y = s, so B g = s + B g': the smaller of the two gradients rounds less.
  let isNearer = isPair & (norm1(previous) < norm1(g));
  let w = select(g, previous, isNearer);
  let b = dot(e, p);
  let along = dot(p, w) / b;
  let beside = across.x * (e.x * w.y - e.y * w.x);
  let known = along * p + beside * T(-e.y, e.x) + select(T(0.0), moved, isNearer);
  let d = select(g, known, b > 0.0);
  let rate = select(s.lr, s.lr / max(1.0, norm1(g)), s.opens > 0.0);
  return theta - rate * d;
}

/// Inverse curvature across a pair, from what was known before it.
fn acrossPair(before: State, y: T, moved: T) -> f32 {
  let size = mathHypot(y.x, y.y);
  let p = moved / size;
  let b = dot(y / size, p);
  let known = dot(before.e, before.p);
  let turned = (p.x * before.p.y - p.y * before.p.x) / b;
  let straight = dot(p, before.e) / b;
  let learned = (turned / known) * turned + before.across.x * straight * straight;
  return select(dot(p, p) / b, learned, known > 0.0);
}

fn norm1(v: T) -> f32 {
  return abs(v.x) + abs(v.y);
}
