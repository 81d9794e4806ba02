// Twin of src/optimizers/bfgs.ts.

const LEAST_CURVATURE = 1e-10;
const LEAST_SHARE = 0x1p-16;

fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let previous = (*state).previous;
  let moved = theta - (*state).place;
  let y = g - previous;
  let most = (norm1(g) + norm1(previous)) * norm1(moved);
  let isPair = dot(y, moved) > max(LEAST_CURVATURE, LEAST_SHARE * most);
  let across = select((*state).across, T(acrossPair(*state, moved, y)), isPair);
  let s1 = select((*state).s1, moved, isPair);
  let y1 = select((*state).y1, y, isPair);
  (*state).across = across;
  (*state).s1 = s1;
  (*state).y1 = y1;
  (*state).place = theta;
  (*state).previous = g;

  // B y = s, so B g = s + B g': the smaller of the two gradients rounds less.
  let isNearer = isPair & (norm1(previous) < norm1(g));
  let w = select(g, previous, isNearer);
  let known = dot(y1, s1);
  let along = dot(s1, w) / known;
  let beside = across.x * (y1.x * w.y - y1.y * w.x);
  let learned = along * s1 + beside * T(-y1.y, y1.x) + select(T(0.0), moved, isNearer);
  let d = select(g, learned, known > 0.0);
  let rate = select(s.lr, s.lr / max(1.0, norm1(g)), s.opens > 0.0);
  return theta - rate * d;
}

/// What B has across y, once it has learned from the pair.
fn acrossPair(before: State, moved: T, y: T) -> f32 {
  let v = moved / dot(y, moved);
  let known = dot(before.y1, before.s1);
  let turned = v.x * before.s1.y - v.y * before.s1.x;
  let straight = dot(v, before.y1);
  let learned = (turned / known) * turned + before.across.x * straight * straight;
  return select(dot(moved, v) / dot(y, y), learned, known > 0.0);
}

fn norm1(v: T) -> f32 {
  return abs(v.x) + abs(v.y);
}
