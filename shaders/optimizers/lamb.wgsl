// Twin of src/optimizers/lamb.ts.
const TINY = 0x1p-120; // a length below this counts as zero, since a device may have flushed it to that

fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let m = h.beta1 * (*state).m + (1.0 - h.beta1) * g;
  let v = h.beta2 * (*state).v + (1.0 - h.beta2) * g * g;
  let u = m / s.bc1 / (sqrt(v) * s.invSqrtBc2 + h.eps) + h.weightDecay * theta;
  (*state).m = m;
  (*state).v = v;
  let size = mathHypot(theta.x, theta.y);
  let norm = mathHypot(u.x, u.y);
  return theta - s.lr * select(u, size * (u / norm), (size > TINY) & (norm > TINY));
}
