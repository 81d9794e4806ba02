// Twin of src/optimizers/adabelief.ts.
fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let m = h.beta1 * (*state).m + (1.0 - h.beta1) * g;
  let surprise = g - m;
  let v = h.beta2 * (*state).v + (1.0 - h.beta2) * surprise * surprise + h.eps;
  (*state).m = m;
  (*state).v = v;
  return s.shrink * theta - (s.stepSize * m) / (sqrt(v) * s.invSqrtBc2 + h.eps);
}
