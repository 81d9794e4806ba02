// Twin of src/optimizers/sign-sgd.ts.
fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  return s.shrink * theta - s.lr * sign(g);
}
