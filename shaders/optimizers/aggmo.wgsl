// Twin of src/optimizers/aggmo.ts.
fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let d = g + h.weightDecay * theta;
  let b1 = h.beta1 * (*state).b1 + d;
  let b2 = h.beta2 * (*state).b2 + d;
  let b3 = h.beta3 * (*state).b3 + d;
  (*state).b1 = b1;
  (*state).b2 = b2;
  (*state).b3 = b3;
  // Shared out before they are summed: three velocities may not fit into float32 together.
  return theta - (s.share * b1 + s.share * b2 + s.share * b3);
}
