// Twin of src/optimizers/sophia.ts.
fn step(theta: T, g: T, at: Readings, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let m = h.beta1 * (*state).m + (1.0 - h.beta1) * g;
  let before = (*state).bend;
  let bend = select(before, h.beta2 * before + (1.0 - h.beta2) * at.curvature, s.looks > 0.0);
  (*state).m = m;
  (*state).bend = bend;
  let divisor = max(h.gamma * select(before, bend, s.looksFirst > 0.0), T(h.eps));
  // Clipped before it is divided: the quotient may not fit into float32.
  let clipped = min(max(s.correction * m, -divisor), divisor);
  return s.shrink * theta - s.lr * (clipped / divisor);
}
