// Twin of src/optimizers/adagrad.ts.
fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let d = g + h.weightDecay * theta;
  let v = (*state).v + s.initial + d * d;
  (*state).v = v;
  let delta = (s.stepSize * d) / (sqrt(v + s.epsInside) + s.epsOutside);
  return theta - select(delta, select(delta, T(0.0), v == T(0.0)), s.restsAtZero > 0.0);
}
