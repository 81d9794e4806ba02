// Twin of src/optimizers/lion.ts.
fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let u = sign(h.beta1 * (*state).m + (1.0 - h.beta1) * g);
  (*state).m = h.beta2 * (*state).m + (1.0 - h.beta2) * g;
  return s.shrink * theta - s.lr * u;
}
