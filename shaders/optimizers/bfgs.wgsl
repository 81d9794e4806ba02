// Twin of src/optimizers/bfgs.ts.

const LEAST_CURVATURE = 1e-10;

fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let moved = theta - (*state).place;
  let y = g - (*state).previous;
  let ys = dot(y, moved);
  let isPair = ys > LEAST_CURVATURE;

  let isFirst = (*state).pairs.x < 0.5;
  let scale = ys / dot(y, y);
  let inverse = select((*state).inverse, T(scale), isFirst);
  let cross = select((*state).cross.x, 0.0, isFirst);
  let square = moved * moved;
  let kept = square.y * inverse.x - 2.0 * (moved.x * moved.y * cross) + square.x * inverse.y;
  let u = T(-y.y, y.x) / ys;
  let v = moved / ys;
  let nextInverse = select((*state).inverse, kept * u * u + moved * v, isPair);
  let nextCross = select((*state).cross, T(kept * u.x * u.y + moved.x * v.y), isPair);

  (*state).inverse = nextInverse;
  (*state).cross = nextCross;
  (*state).pairs = (*state).pairs + select(0.0, 1.0, isPair);
  (*state).place = theta;
  (*state).previous = g;
  let rate = select(s.lr, s.lr / max(1.0, abs(g.x) + abs(g.y)), s.opens > 0.0);
  return theta - rate * (nextInverse * g + nextCross * g.yx);
}
