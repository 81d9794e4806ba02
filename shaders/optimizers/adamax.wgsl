// Twin of src/optimizers/adamax.ts.
fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let d = g + h.weightDecay * theta;
  let m = h.beta1 * (*state).m + (1.0 - h.beta1) * d;
  let u = max(h.beta2 * (*state).u, abs(d) + h.eps);
  (*state).m = m;
  (*state).u = u;
  return theta - (s.stepSize * m) / u;
}
