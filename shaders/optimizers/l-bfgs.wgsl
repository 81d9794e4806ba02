// Twin of src/optimizers/l-bfgs.ts.
fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let previous = (*state).previous;
  let moved = theta - (*state).place;
  let isPair = teaches(moved, previous, g);
  let s4 = select((*state).s4, (*state).s3, isPair & (h.history > 3.5));
  let y4 = select((*state).y4, (*state).y3, isPair & (h.history > 3.5));
  let s3 = select((*state).s3, (*state).s2, isPair & (h.history > 2.5));
  let y3 = select((*state).y3, (*state).y2, isPair & (h.history > 2.5));
  let s2 = select((*state).s2, (*state).s1, isPair & (h.history > 1.5));
  let y2 = select((*state).y2, (*state).y1, isPair & (h.history > 1.5));
  let s1 = select((*state).s1, moved, isPair);
  let y1 = select((*state).y1, g - previous, isPair);
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

  let first = secantPair(s1, y1);
  let second = secantPair(s2, y2);
  let third = secantPair(s3, y3);
  let fourth = secantPair(s4, y4);
  var sigma = first.known / first.size;
  sigma = select(sigma, acrossPair(fourth, SecantPair(), sigma), fourth.known > 0.0);
  sigma = select(sigma, acrossPair(third, fourth, sigma), third.known > 0.0);
  sigma = select(sigma, acrossPair(second, third, sigma), second.known > 0.0);
  sigma = select(sigma, acrossPair(first, second, sigma), first.known > 0.0);
  // B y = s, so B g = s + B g': the smaller of the two gradients rounds less.
  let isNearer = isPair & (norm1(previous) < norm1(g));
  let learned = timesInverse(first, sigma, select(g, previous, isNearer));
  let d = select(g, learned, first.known > 0.0) + select(T(0.0), moved, isNearer);
  let rate = select(s.lr, s.lr / max(1.0, norm1(g)), s.opens > 0.0);
  return theta - rate * d;
}
