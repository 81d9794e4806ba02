// Twin of src/optimizers/rprop.ts.
fn step(theta: T, g: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  // The product of the signs, not the sign of the product, which underflows in float32.
  let agreement = sign(g) * sign((*state).previous);
  let factor = select(
    select(T(1.0), T(h.etaPlus), agreement > T(0.0)),
    T(h.etaMinus),
    agreement < T(0.0),
  );
  let eta = min(max(factor * ((*state).eta + s.initial), T(h.stepMin)), T(h.stepMax));
  let previous = select(g, T(0.0), agreement < T(0.0));
  (*state).eta = eta;
  (*state).previous = previous;
  return theta - eta * sign(previous);
}
