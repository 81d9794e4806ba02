// Twin of src/optimizers/momentum.ts.
fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let d = g + h.weightDecay * theta;
  let b = h.momentum * (*state).b + s.gain * d;
  (*state).b = b;
  return theta - s.stepSize * b;
}
