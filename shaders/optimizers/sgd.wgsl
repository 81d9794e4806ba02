// Twin of src/optimizers/sgd.ts.
fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let d = g + h.weightDecay * theta;
  return theta - s.lr * d;
}
