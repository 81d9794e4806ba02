// Twin of src/optimizers/prodigy.ts.
fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  // Their code skips a step without a rate altogether.
  if (s.lr == 0.0) { return theta; }
  let distance = max((*state).d.x, h.d0);
  let rate = distance * s.stepSize;
  let weight = (distance / h.d0) * rate;
  let sumWeight = select(weight, (distance / h.d0) * distance, h.safeguardWarmup > 0.0);
  let start = (*state).start;
  let back = g.x * (start.x - theta.x) + g.y * (start.y - theta.y);
  let gained = s.beta3 * (*state).progress.x + weight * back;
  let scaled = distance * g;
  let m = h.beta1 * (*state).m + (1.0 - h.beta1) * scaled;
  let v = h.beta2 * (*state).v + (1.0 - h.beta2) * scaled * scaled;
  let sum = s.beta3 * (*state).sum + sumWeight * g;
  let total = abs(sum.x) + abs(sum.y);
  let found = max(distance, select(0.0, (h.dCoef * gained) / total, total > 0.0));
  (*state).m = m;
  (*state).v = v;
  (*state).sum = sum;
  (*state).progress = T(gained);
  (*state).d = T(found);
  return theta - rate * (m / (sqrt(v) + found * h.eps) + h.weightDecay * theta);
}
