// Twin of src/optimizers/adan.ts.
fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let d = s.hasPrevious * (g - (*state).previous);
  let foretold = g + h.beta2 * d;
  let m = h.beta1 * (*state).m + (1.0 - h.beta1) * g;
  let u = h.beta2 * (*state).u + (1.0 - h.beta2) * d;
  let v = h.beta3 * (*state).v + (1.0 - h.beta3) * foretold * foretold;
  (*state).m = m;
  (*state).u = u;
  (*state).v = v;
  (*state).previous = g;
  let delta = (s.gradientStep * m + s.changeStep * u) / (sqrt(v) / s.sqrtBc3 + h.eps);
  return (theta - delta) / s.growth;
}
