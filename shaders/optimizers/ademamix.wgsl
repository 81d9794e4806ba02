// Twin of src/optimizers/ademamix.ts.
fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let m = h.beta1 * (*state).m + (1.0 - h.beta1) * g;
  let u = h.beta3 * (*state).u + (1.0 - h.beta3) * g;
  let v = h.beta2 * (*state).v + (1.0 - h.beta2) * g * g;
  (*state).m = m;
  (*state).u = u;
  (*state).v = v;
  let direction = s.stepSize * m + s.slowStep * u;
  return s.shrink * theta - direction / (sqrt(v) * s.invSqrtBc2 + h.eps);
}
