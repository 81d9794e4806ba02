// What kind of number a float32 is, decided by its bits: WGSL lets a compiler assume that there are neither NaN nor
// infinities, so `x != x` is folded to false, and comparisons and `max` may lose them.

const EXPONENT_BITS = 0x7f800000u;
const MAGNITUDE_BITS = 0x7fffffffu;
const SIGN_BIT = 0x80000000u;
const QUIET_NAN_BITS = 0x7fc00000u;

fn magnitudeBits(x: f32) -> u32 {
  return bitcast<u32>(x) & MAGNITUDE_BITS;
}

fn isNan(x: f32) -> bool {
  return magnitudeBits(x) > EXPONENT_BITS;
}

fn isInfinite(x: f32) -> bool {
  return magnitudeBits(x) == EXPONENT_BITS;
}

fn isFinite(x: f32) -> bool {
  return (bitcast<u32>(x) & EXPONENT_BITS) != EXPONENT_BITS;
}

fn isFinite2(v: vec2f) -> bool {
  return isFinite(v.x) & isFinite(v.y); // && would be a branch
}

/// True for −0 and every negative number, also −∞ and NaNs that carry a sign.
fn hasSignBit(x: f32) -> bool {
  return (bitcast<u32>(x) & SIGN_BIT) != 0u;
}

fn withSignOf(magnitude: f32, sign: f32) -> f32 {
  return bitcast<f32>(magnitudeBits(magnitude) | (bitcast<u32>(sign) & SIGN_BIT));
}

// A NaN or an infinity in a constant expression is an error in WGSL; made from the bits of a value known only at run
// time it is none.

fn nanFrom(x: f32) -> f32 {
  return bitcast<f32>(bitcast<u32>(x) | QUIET_NAN_BITS);
}

/// ±∞ with the sign of x.
fn infinityWithSignOf(x: f32) -> f32 {
  return bitcast<f32>((bitcast<u32>(x) & SIGN_BIT) | EXPONENT_BITS);
}

/// +∞; x may be anything known only at run time.
fn positiveInfinity(x: f32) -> f32 {
  return infinityWithSignOf(abs(x));
}
