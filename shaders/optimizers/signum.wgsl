// Twin of src/optimizers/signum.ts.
fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let m = h.momentum * (*state).m + (1.0 - h.momentum) * g;
  (*state).m = m;
  return s.shrink * theta - s.lr * sign(m);
}
