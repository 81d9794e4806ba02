// Twin of src/optimizers/adadelta.ts.
fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let d = g + h.weightDecay * theta;
  let v = h.rho * (*state).v + (1.0 - h.rho) * d * d;
  let delta = (sqrt((*state).u + h.eps) / sqrt(v + h.eps)) * d;
  let u = h.rho * (*state).u + (1.0 - h.rho) * delta * delta;
  (*state).v = v;
  (*state).u = u;
  return theta - s.lr * delta;
}
