// Twin of src/optimizers/wrappers/lookahead.ts.
fn lookahead(before: T, next: T, state: ptr<function, State>, h: Hyper, s: Scalars) -> T {
  if (s.follows == 0.0) { return next; }
  (*state).slow += s.follows * (next - (*state).slow);
  return (*state).slow;
}
