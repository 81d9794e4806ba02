// Twin of src/optimizers/l-bfgs.ts.

const LEAST_CURVATURE = 1e-10;

fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let moved = theta - (*state).place;
  let y = g - (*state).previous;
  let ys = dot(y, moved);
  let isPair = ys > LEAST_CURVATURE;
  let s4 = select((*state).s4, (*state).s3, isPair & (h.history > 3.0));
  let y4 = select((*state).y4, (*state).y3, isPair & (h.history > 3.0));
  let s3 = select((*state).s3, (*state).s2, isPair & (h.history > 2.0));
  let y3 = select((*state).y3, (*state).y2, isPair & (h.history > 2.0));
  let s2 = select((*state).s2, (*state).s1, isPair & (h.history > 1.0));
  let y2 = select((*state).y2, (*state).y1, isPair & (h.history > 1.0));
  let s1 = select((*state).s1, moved, isPair);
  let y1 = select((*state).y1, y, isPair);
  let scale = select((*state).scale, T(ys / dot(y, y)), isPair);
  (*state).place = theta;
  (*state).previous = g;
  (*state).scale = scale;
  (*state).s1 = s1;
  (*state).y1 = y1;
  (*state).s2 = s2;
  (*state).y2 = y2;
  (*state).s3 = s3;
  (*state).y3 = y3;
  (*state).s4 = s4;
  (*state).y4 = y4;

  var d = g;
  let alpha1 = shareOf(s1, y1, s1, d);
  d -= alpha1 * y1;
  let alpha2 = shareOf(s2, y2, s2, d);
  d -= alpha2 * y2;
  let alpha3 = shareOf(s3, y3, s3, d);
  d -= alpha3 * y3;
  let alpha4 = shareOf(s4, y4, s4, d);
  d -= alpha4 * y4;
  d *= scale.x;
  d += (alpha4 - shareOf(s4, y4, y4, d)) * s4;
  d += (alpha3 - shareOf(s3, y3, y3, d)) * s3;
  d += (alpha2 - shareOf(s2, y2, y2, d)) * s2;
  d += (alpha1 - shareOf(s1, y1, y1, d)) * s1;
  let rate = select(s.lr, s.lr / max(1.0, abs(g.x) + abs(g.y)), s.opens > 0.0);
  return theta - rate * d;
}

/// Product of d with one half of a pair, per product of the halves; none with a pair that is not there.
fn shareOf(moved: T, changed: T, half: T, d: T) -> f32 {
  let ys = dot(changed, moved);
  return select(0.0, dot(half, d) / ys, ys > LEAST_CURVATURE);
}
