// Twin of src/optimizers/adopt.ts.
fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let d = g + h.weightDecay * theta;
  let divisor = max(sqrt((*state).v), T(h.eps));
  // Clipped before it is divided: the quotient may not fit into float32.
  let longest = s.limit * divisor;
  let normalised = min(max(d, -longest), longest) / divisor;
  let m = h.beta1 * (*state).m + (1.0 - h.beta1) * normalised;
  (*state).m = m;
  (*state).v = s.kept * (*state).v + s.taken * d * d;
  return theta - s.lr * m;
}
