// Twin of src/optimizers/saddle-free-newton.ts.
fn step(theta: T, g: T, at: Readings, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  let absolute = absoluteSymmetric2(Symmetric2(at.curvature, at.crossCurvature.x));
  let damped = Symmetric2(absolute.diagonal + h.damping, absolute.cross);
  return theta - s.lr * solveSymmetric2(damped, g);
}
