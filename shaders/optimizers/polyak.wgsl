// Twin of src/optimizers/polyak.ts.
fn step(theta: T, g: T, at: Readings, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let norm = mathHypot(g.x, g.y);
  let gap = max(at.loss.x - h.fStar, 0.0);
  // The length of the step, since the square of the norm may not fit into float32.
  let length = min(gap / norm, s.lr * norm);
  return theta - select(T(0.0), length * (g / norm), norm > 0.0);
}
