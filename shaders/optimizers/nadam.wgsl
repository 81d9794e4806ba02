// Twin of src/optimizers/nadam.ts.
fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let d = g + s.penalty * theta;
  let m = h.beta1 * (*state).m + (1.0 - h.beta1) * d;
  let v = h.beta2 * (*state).v + (1.0 - h.beta2) * d * d;
  let delta = (s.gradientStep * d) / s.bc1 + s.momentumStep * m;
  (*state).m = m;
  (*state).v = v;
  return s.shrink * theta - delta / (sqrt(v) * s.invSqrtBc2 + h.eps);
}
