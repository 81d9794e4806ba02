// Twin of src/optimizers/nesterov.ts.
fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let d = g + h.weightDecay * theta;
  let b = h.momentum * (*state).b + d;
  (*state).b = b;
  return theta - s.lr * (d + h.momentum * b);
}
