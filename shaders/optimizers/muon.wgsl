// Twin of src/optimizers/muon.ts.
const ROUNDS = 5;

fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let m = h.momentum * (*state).m + (1.0 - h.momentum) * g;
  let u = g + s.lead * (m - g);
  (*state).m = m;
  let norm = mathHypot(u.x, u.y);
  let length = s.lr * newtonSchulz(norm / max(norm, h.eps));
  return s.shrink * theta - select(T(0.0), length * (u / norm), norm > 0.0);
}

/// What becomes of a singular value, in [0, 1]: the vector changes its length alone.
fn newtonSchulz(length: f32) -> f32 {
  var sigma = length;
  for (var round = 0; round < ROUNDS; round++) {
    let gram = sigma * sigma;
    sigma *= 3.4445 + (-4.775 + 2.0315 * gram) * gram;
  }
  return sigma;
}
