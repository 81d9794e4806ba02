// Twin of src/optimizers/bfgs.ts.
fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let previous = (*state).previous;
  let moved = theta - (*state).place;
  let isPair = teaches(moved, previous, g);
  let before = secantPair((*state).s1, (*state).y1);
  let s1 = select((*state).s1, moved, isPair);
  let y1 = select((*state).y1, g - previous, isPair);
  let pair = secantPair(s1, y1);
  let sigma = select(pair.known / pair.size, (*state).across.x, before.known > 0.0);
  let across = select((*state).across, T(acrossPair(pair, before, sigma)), isPair);
  (*state).s1 = s1;
  (*state).y1 = y1;
  (*state).across = across;
  (*state).place = theta;
  (*state).previous = g;

  // B y = s, so B g = s + B g': the smaller of the two gradients rounds less.
  let isNearer = isPair & (norm1(previous) < norm1(g));
  let learned = timesInverse(pair, across.x, select(g, previous, isNearer));
  let d = select(g, learned, pair.known > 0.0) + select(T(0.0), moved, isNearer);
  let rate = select(s.lr, s.lr / max(1.0, norm1(g)), s.opens > 0.0);
  return theta - rate * d;
}
