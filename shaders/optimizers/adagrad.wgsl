// Twin of src/optimizers/adagrad.ts.
fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let d = g + h.weightDecay * theta;
  let v = (*state).v + s.initial + d * d;
  (*state).v = v;
  return theta - (s.stepSize * d) / (sqrt(v) + h.eps);
}
