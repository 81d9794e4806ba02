// Twin of src/optimizers/radam.ts.
fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let d = g + s.penalty * theta;
  let m = h.beta1 * (*state).m + (1.0 - h.beta1) * d;
  let v = h.beta2 * (*state).v + (1.0 - h.beta2) * d * d;
  let root = sqrt(v) + h.eps;
  let denominator = select(T(1.0), root, s.isAdaptive > 0.0);
  (*state).m = m;
  (*state).v = v;
  return s.shrink * theta - (s.stepSize * m) / denominator;
}
