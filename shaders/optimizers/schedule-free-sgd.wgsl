// Twin of src/optimizers/schedule-free-sgd.ts.
fn gradientAt(theta: T, state: State, h: Hyper, s: Scalars) -> T {
  return state.z + h.momentum * (theta - state.z);
}

fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let y = (*state).z + h.momentum * (theta - (*state).z);
  let d = g + h.weightDecay * y;
  let z = (*state).z - s.lr * d;
  (*state).z = z;
  return theta + s.share * (z - theta);
}
