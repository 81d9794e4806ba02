// Symmetric 2×2 matrices [[diagonal.x, cross], [cross, diagonal.y]]. Twin of src/core/symmetric2.ts.

const SINGULAR_SHARE = 0x1p-20;

struct Symmetric2 { diagonal: vec2f, cross: f32 }

/// Solves m d = v, by elimination from the largest entry, so that nothing over- or underflows on the way. A singular
/// matrix is inverted where it can be (Moore–Penrose): d has nothing of the direction that the matrix takes to zero, and
/// is zero for the zero matrix.
fn solveSymmetric2(m: Symmetric2, v: vec2f) -> vec2f {
  let isTurned = abs(m.diagonal.y) > abs(m.diagonal.x);
  let d = select(m.diagonal, m.diagonal.yx, isTurned);
  let w = select(v, v.yx, isTurned);
  let isCross = abs(m.cross) > abs(d.x);
  // Rows (p | u) and (r | v), as in the twin.
  let p = select(vec2f(d.x, m.cross), vec2f(m.cross, d.y), isCross);
  let r = select(vec2f(m.cross, d.y), vec2f(d.x, m.cross), isCross);
  let u = select(w, w.yx, isCross);
  let factor = r.x / p.x;
  let rest = r.y - factor * p.y;
  let second = (u.y - factor * u.x) / rest;
  let regular = vec2f((u.x - p.y * second) / p.x, second);
  let trace = d.x + d.y; // one eigenvalue is zero and the other the trace
  let partial = ((d / trace) * w + (m.cross / trace) * w.yx) / trace;
  let isSingular = abs(rest) <= SINGULAR_SHARE * (abs(r.y) + abs(factor * p.y));
  let solution = select(select(regular, partial, isSingular), vec2f(), p.x == 0.0);
  return select(solution, solution.yx, isTurned);
}

/// |m|, the symmetric matrix with the same eigenvectors and the magnitudes of the eigenvalues, by Cayley and Hamilton.
fn absoluteSymmetric2(m: Symmetric2) -> Symmetric2 {
  let scale = unitScale(max(max(abs(m.diagonal.x), abs(m.diagonal.y)), abs(m.cross)));
  let p = m.diagonal * scale;
  let q = m.cross * scale;
  let determinant = abs(p.x * p.y - q * q);
  let norm = sqrt(p.x * p.x + p.y * p.y + 2.0 * (q * q) + 2.0 * determinant);
  let diagonal = (p * p + q * q + determinant) / norm / scale;
  let cross = (q * (p.x + p.y)) / norm / scale;
  return Symmetric2(select(diagonal, vec2f(), norm == 0.0), select(cross, 0.0, norm == 0.0));
}

/// The power of two that brings a magnitude to [1, 2), or as near as float32 allows. Twin of `unitScale` in
/// src/core/float32.ts.
fn unitScale(magnitude: f32) -> f32 {
  return powerOfTwo(-clamp(i32(bitcast<u32>(magnitude) >> 23u) - 127, -126, 126));
}
