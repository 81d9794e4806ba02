// Twin of src/optimizers/qhadam.ts.
fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let d = g + h.weightDecay * theta;
  let m = h.beta1 * (*state).m + (1.0 - h.beta1) * d;
  let v = h.beta2 * (*state).v + (1.0 - h.beta2) * d * d;
  (*state).m = m;
  (*state).v = v;
  let direction = s.gradientStep * d + s.averageStep * m;
  let squared = s.freshShare * d * d + h.nu2 * v;
  return theta - direction / (sqrt(squared) * s.invSqrtBc2 + h.eps);
}
