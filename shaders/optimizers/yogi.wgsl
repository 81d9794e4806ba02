// Twin of src/optimizers/yogi.ts.
fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let d = g + h.weightDecay * theta;
  let m = h.beta1 * (*state).m + (1.0 - h.beta1) * d;
  let v = (*state).v - (1.0 - h.beta2) * sign((*state).v - d * d) * d * d;
  (*state).m = m;
  (*state).v = v;
  return theta - (s.stepSize * m) / (sqrt(v) * s.invSqrtBc2 + h.eps);
}
