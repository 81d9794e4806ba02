// Twin of src/optimizers/schedule-free-adamw.ts.
fn gradientAt(theta: T, state: State, h: Hyper, s: Scalars) -> T {
  return state.z + h.beta1 * (theta - state.z);
}

fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let y = (*state).z + h.beta1 * (theta - (*state).z);
  let v = h.beta2 * (*state).v + (1.0 - h.beta2) * g * g;
  let d = g / (sqrt(v) * s.invSqrtBc2 + h.eps) + h.weightDecay * y;
  let z = (*state).z - s.lr * d;
  (*state).z = z;
  (*state).v = v;
  return theta + s.share * (z - theta);
}
