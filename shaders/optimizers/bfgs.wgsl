// Twin of src/optimizers/bfgs.ts.

const LEAST_CURVATURE = 1e-10;
const LEAST_SHARE = 0x1p-16;

fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let previous = (*state).previous;
  let moved = theta - (*state).place;
  let y = g - previous;
  let most = (norm1(g) + norm1(previous)) * norm1(moved);
  let isPair = dot(y, moved) > max(LEAST_CURVATURE, LEAST_SHARE * most);
  let scale = unitScale(max(abs(y.x), abs(y.y)));
  let e = select((*state).e, y * scale, isPair);
  let p = select((*state).p, moved * scale, isPair);
  let across = select((*state).across, T(acrossPair(*state, e, p)), isPair);
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

/// What B has across a pair's e, once it has learned from the pair.
fn acrossPair(before: State, e: T, p: T) -> f32 {
  let v = p / dot(e, p);
  let known = dot(before.e, before.p);
  let turned = v.x * before.p.y - v.y * before.p.x;
  let straight = dot(v, before.e);
  let learned = (turned / known) * turned + before.across.x * straight * straight;
  return select(dot(p, v) / dot(e, e), learned, known > 0.0);
}

fn norm1(v: T) -> f32 {
  return abs(v.x) + abs(v.y);
}
