// Twin of src/optimizers/wrappers/reduce-on-plateau.ts.
fn reduceOnPlateau(before: T, next: T, at: Readings, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  // An unreduced step stays as it is, to the last digit; one is never prolonged, which would blow up its rounding.
  let theta = select(next, before + (*state).reduction * (next - before), (*state).reduction < T(1.0));
  let bar = select((*state).lowestLoss - h.threshold, (*state).lowestLoss * (1.0 - h.threshold), h.relative != 0.0);
  let better = (T(s.isFirst) != T(0.0)) | (at.loss < bar);
  (*state).lowestLoss = select((*state).lowestLoss, at.loss, better);
  let bad = select((*state).badSteps + 1.0, T(0.0), better & ((*state).badSteps > T(-0.5)));
  let isPlateau = bad > T(h.patience + 0.5);
  (*state).reduction = select((*state).reduction, max(h.factor * (*state).reduction, T(h.minFraction)), isPlateau);
  (*state).badSteps = select(bad, T(0.0 - h.cooldown), isPlateau);
  return theta;
}
