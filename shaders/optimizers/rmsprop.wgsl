// Twin of src/optimizers/rmsprop.ts.
fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let d = g + h.weightDecay * theta;
  let v = h.alpha * (*state).v + (1.0 - h.alpha) * d * d;
  let mean = h.alpha * (*state).mean + (1.0 - h.alpha) * d;
  // A variance that is zero but for rounding may come out slightly negative: its root would be NaN.
  let variance = select(v, max(v - mean * mean, T(0.0)), h.centered > 0.0);
  let b = h.momentum * (*state).b + (s.gain * d) / (sqrt(variance + s.epsInside) + s.epsOutside);
  (*state).v = v;
  (*state).mean = mean;
  (*state).b = b;
  return theta - s.stepSize * b;
}
