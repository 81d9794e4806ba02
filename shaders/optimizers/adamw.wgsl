// Twin of src/optimizers/adamw.ts.
fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let kept = s.shrink * theta;
  let m = h.beta1 * (*state).m + (1.0 - h.beta1) * g;
  let v = h.beta2 * (*state).v + (1.0 - h.beta2) * g * g;
  (*state).m = m;
  (*state).v = v;
  return kept - (s.stepSize * m) / (sqrt(v) * s.invSqrtBc2 + h.eps);
}
