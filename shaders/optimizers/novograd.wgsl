// Twin of src/optimizers/novograd.ts.
fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let norm = mathHypot(g.x, g.y);
  let level = mathHypot(s.kept * (*state).root.x, s.taken * norm);
  let divisor = level + h.eps;
  let scaled = select(T(0.0), g / divisor, divisor > 0.0);
  let m = h.beta1 * (*state).m + scaled + h.weightDecay * theta;
  (*state).m = m;
  (*state).root = T(level);
  return theta - s.lr * m;
}
