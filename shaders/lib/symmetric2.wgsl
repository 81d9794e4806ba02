// Symmetric 2×2 matrices [[diagonal.x, cross], [cross, diagonal.y]]. Twin of src/core/symmetric2.ts. Entries are brought
// to about 1 first, exactly, so that their products neither over- nor underflow.

const SINGULAR_SHARE = 0x1p-20;

struct Symmetric2 { diagonal: vec2f, cross: f32 }

/// Solves m d = v. A singular matrix is inverted where it can be (Moore–Penrose): d has nothing of the direction that the
/// matrix takes to zero, and is zero for the zero matrix.
fn solveSymmetric2(m: Symmetric2, v: vec2f) -> vec2f {
  let scale = unitScale(m);
  let p = m.diagonal * scale;
  let q = m.cross * scale;
  let u = v * scale;
  let determinant = p.x * p.y - q * q;
  let terms = abs(p.x * p.y) + q * q;
  let regular = (p.yx * u - q * u.yx) / determinant;
  let trace = p.x + p.y;
  let partial = (p * u + q * u.yx) / (trace * trace); // one eigenvalue is zero and the other the trace
  let singular = select(partial, vec2f(), trace == 0.0);
  return select(regular, singular, abs(determinant) <= SINGULAR_SHARE * terms);
}

/// |m|, the symmetric matrix with the same eigenvectors and the magnitudes of the eigenvalues, by Cayley and Hamilton.
fn absoluteSymmetric2(m: Symmetric2) -> Symmetric2 {
  let scale = unitScale(m);
  let p = m.diagonal * scale;
  let q = m.cross * scale;
  let determinant = abs(p.x * p.y - q * q);
  let norm = sqrt(p.x * p.x + p.y * p.y + 2.0 * (q * q) + 2.0 * determinant);
  let diagonal = (p * p + q * q + determinant) / norm / scale;
  let cross = (q * (p.x + p.y)) / norm / scale;
  return Symmetric2(select(diagonal, vec2f(), norm == 0.0), select(cross, 0.0, norm == 0.0));
}

/// The power of two that brings the largest entry to [1, 2), where float32 has both it and its inverse.
fn unitScale(m: Symmetric2) -> f32 {
  let largest = max(max(abs(m.diagonal.x), abs(m.diagonal.y)), abs(m.cross));
  return powerOfTwo(-clamp(i32(bitcast<u32>(largest) >> 23u) - 127, -126, 126));
}
