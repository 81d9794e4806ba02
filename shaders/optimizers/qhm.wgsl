// Twin of src/optimizers/qhm.ts.
fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let d = g + h.weightDecay * theta;
  let b = h.momentum * (*state).b + (1.0 - h.momentum) * d;
  (*state).b = b;
  return theta - s.lr * ((1.0 - h.nu) * d + h.nu * b);
}
