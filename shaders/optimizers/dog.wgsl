// Twin of src/optimizers/dog.ts.
fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let d = g + h.weightDecay * theta;
  let start = (*state).start;
  let first = h.repsRel * (1.0 + mathHypot(start.x, start.y));
  let away = mathHypot(theta.x - start.x, theta.y - start.y);
  let farthest = max(max((*state).reach.x, first), away);
  let sum = mathHypot((*state).root.x, mathHypot(d.x, d.y));
  let divisor = mathHypot(sum, sqrt(h.eps));
  (*state).reach = T(farthest);
  (*state).root = T(sum);
  return theta - select(T(0.0), s.lr * farthest * (d / divisor), divisor > 0.0);
}
