// Twin of src/optimizers/newton.ts.
fn step(theta: T, g: T, at: Readings, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let damped = Symmetric2(at.curvature + h.damping, at.crossCurvature.x);
  return theta - s.lr * solveSymmetric2(damped, g);
}
