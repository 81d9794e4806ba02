// Twin of src/optimizers/amsgrad.ts.
fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let d = g + h.weightDecay * theta;
  let m = h.beta1 * (*state).m + (1.0 - h.beta1) * d;
  let v = h.beta2 * (*state).v + (1.0 - h.beta2) * d * d;
  let vMax = max((*state).vMax, v / s.bc2Before);
  (*state).m = m;
  (*state).v = v;
  (*state).vMax = vMax;
  return theta - (s.stepSize * m) / (sqrt(vMax) * s.invSqrtBc2After + h.eps);
}
