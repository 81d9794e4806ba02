// Twin of src/optimizers/nesterov.ts.
fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let d = g + h.weightDecay * theta;
  let push = s.gain * d;
  let b = h.momentum * (*state).b + push;
  (*state).b = b;
  return theta - s.stepSize * (push + h.momentum * b);
}
