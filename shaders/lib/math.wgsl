// Elementary functions for float32, accurate to a few units in the last place on every device.
//
// WGSL's own sin, cos, exp, log, pow and tanh may be wrong by thousands of units in the last place, and differ from
// device to device. These use only + − × ÷, sqrt and integers, and select instead of branching: a branch costs those
// devices that take both sides, and all of them when compiling. How accurate each is: ULPS in
// src/formula/float32-model.ts, measured by tests/gpu/math.test.ts. NaN in is NaN out; subnormal arguments may be
// taken as zero, as WGSL allows any operation to do.
//
// Polynomial coefficients are those of Cephes, single precision (S. L. Moshier, 1984–1992, netlib.org/cephes), unless
// said otherwise. Arguments are reduced as in W. J. Cody and W. Waite, "Software Manual for the Elementary Functions",
// 1980: a constant is split so that its multiples by small whole numbers are exact.

const LOG2_E = 1.4426950408889634;
const LN2_HI = 0.693359375; // ten bits
const LN2_LO = -2.12194440e-4;
const SQRT_HALF = 0.70710678118654752;
const PI_HI = 3.1415927410125732; // nearest float32, and what it is short of π
const PI_LO = -8.742277657347586e-8;
const HALF_PI_HI = 1.5707963705062866;
const HALF_PI_LO = -4.371138828673793e-8;
const POW_SCALE_HEAD = 0x1.ec6p-1; // 2/(3 ln 2), leading 12 bits and the rest
const POW_SCALE_TAIL = 0x1.09dc3ap-13;
const QUARTER_PI_HI = 0.7853981852531433;
const QUARTER_PI_LO = -2.1855694143368964e-8;
const LN_FLOAT_MAX = 88.7228394; // ln of the largest float32
const LARGEST_HYPERBOLIC = 89.5; // sinh and cosh overflow just before
const LN_FLOAT_TINY = -103.98; // e^x is below half of the smallest subnormal

// ---------------------------------------------------------------------------------------------- powers of two

/// 2^n as a float32, n in [−126, 127].
fn powerOfTwo(n: i32) -> f32 {
  return bitcast<f32>(u32(n + 127) << 23u);
}

/// x · 2^n, n in [−252, 254]; exact unless it over- or underflows.
fn scaleByPowerOfTwo(x: f32, n: i32) -> f32 {
  let half = n >> 1u;
  return (x * powerOfTwo(half)) * powerOfTwo(n - half);
}

/// The leading 12 bits of x, so that the product of two such numbers is exact.
fn leadingBits(x: f32) -> f32 {
  return bitcast<f32>(bitcast<u32>(x) & 0xfffff000u);
}

// ---------------------------------------------------------------------------------------------- exp and kin

/// e^r for |r| ≤ 0.4.
fn expPolynomial(r: f32) -> f32 {
  var p = 1.9875691500e-4;
  p = p * r + 1.3981999507e-3;
  p = p * r + 8.3334519073e-3;
  p = p * r + 4.1665795894e-2;
  p = p * r + 1.6666665459e-1;
  p = p * r + 5.0000001201e-1;
  return (p * r * r + r) + 1.0;
}

/// e^(x + tail) · 2^shift for x in [−104, 90] and a tail much smaller than ln 2.
fn expScaled(x: f32, tail: f32, shift: i32) -> f32 {
  let k = round(x * LOG2_E);
  let r = ((x - k * LN2_HI) - k * LN2_LO) + tail;
  return scaleByPowerOfTwo(expPolynomial(r), i32(k) + shift);
}

fn mathExp(x: f32) -> f32 {
  let value = expScaled(clamp(x, LN_FLOAT_TINY, LN_FLOAT_MAX), 0.0, 0);
  let bounded = select(value, positiveInfinity(x), x > LN_FLOAT_MAX);
  return select(bounded, x, isNan(x));
}

/// exp(−t²). Rounding t² would cost t² units in the last place, so its leading bits are squared exactly.
fn mathGaussian(t: f32) -> f32 {
  let a = min(abs(t), 10.2); // e^(−10.2²) is below half of the smallest subnormal
  let head = leadingBits(a);
  let value = expScaled(-(head * head), -((a - head) * (a + head)), 0);
  return select(value, t, isNan(t));
}

fn mathSigmoid(x: f32) -> f32 {
  let e = mathExp(-abs(x));
  return select(1.0, e, x < 0.0) / (1.0 + e);
}

/// ln(1 + e^x).
fn mathSoftplus(x: f32) -> f32 {
  let value = max(x, 0.0) + log1pOfUnit(mathExp(-abs(x)));
  return select(value, x, isNan(x));
}

fn mathSinh(x: f32) -> f32 {
  let a = abs(x);
  let z = x * x;
  let small = ((2.03721912945e-4 * z + 8.33028376239e-3) * z + 1.66667160211e-1) * z * x + x;
  let half = expScaled(min(a, LARGEST_HYPERBOLIC), 0.0, -1);
  let large = withSignOf(half - 0.25 / half, x);
  let bounded = select(select(large, small, a < 1.0), infinityWithSignOf(x), a > LARGEST_HYPERBOLIC);
  return select(bounded, x, isNan(x));
}

fn mathCosh(x: f32) -> f32 {
  let a = abs(x);
  let half = expScaled(min(a, LARGEST_HYPERBOLIC), 0.0, -1);
  let bounded = select(half + 0.25 / half, positiveInfinity(x), a > LARGEST_HYPERBOLIC);
  return select(bounded, x, isNan(x));
}

fn mathTanh(x: f32) -> f32 {
  let z = x * x;
  var p = -5.70498872745e-3;
  p = p * z + 2.06390887954e-2;
  p = p * z - 5.37397155531e-2;
  p = p * z + 1.33314422036e-1;
  p = p * z - 3.33332819422e-1;
  let small = p * z * x + x;
  let a = min(abs(x), 10.0); // beyond 9.02, 1 − tanh is below half a unit in the last place
  let large = withSignOf(1.0 - 2.0 / (expScaled(a + a, 0.0, 0) + 1.0), x);
  return select(select(large, small, abs(x) < 0.625), x, isNan(x));
}

// ---------------------------------------------------------------------------------------------- logarithms

fn isPositiveNormal(x: f32) -> bool {
  return (bitcast<u32>(x) - 0x00800000u) < 0x7f000000u;
}

/// The logarithm, to any base above 1, of what is not a positive normal number.
fn logOfSpecial(x: f32) -> f32 {
  let magnitude = bitcast<u32>(x) & MAGNITUDE_BITS;
  let negative = select(x, nanFrom(x), hasSignBit(x)); // otherwise +∞ and NaN
  return select(negative, -positiveInfinity(x), magnitude < 0x00800000u);
}

/// x = (1 + f) · 2^e with 1 + f in [√½, √2), and the rest of ln(1 + f) = f − f²/2 + rest.
struct LogParts { e: f32, f: f32, rest: f32 }

fn logParts(x: f32) -> LogParts {
  // Subtracting the bits of √½ makes the exponent field count from there.
  let shifted = bitcast<i32>(x) - 0x3f3504f3;
  let e = shifted >> 23u;
  let f = bitcast<f32>((shifted & 0x7fffff) + 0x3f3504f3) - 1.0;
  return LogParts(f32(e), f, logRest(f));
}

/// ln(1 + f) − f + f²/2 for 1 + f in [√½, √2).
fn logRest(f: f32) -> f32 {
  var p = 7.0376836292e-2;
  p = p * f - 1.1514610310e-1;
  p = p * f + 1.1676998740e-1;
  p = p * f - 1.2420140846e-1;
  p = p * f + 1.4249322787e-1;
  p = p * f - 1.6668057665e-1;
  p = p * f + 2.0000714765e-1;
  p = p * f - 2.4999993993e-1;
  p = p * f + 3.3333331174e-1;
  return p * f * (f * f);
}

fn mathLog(x: f32) -> f32 {
  return select(logOfSpecial(x), logOfParts(logParts(x)), isPositiveNormal(x));
}

fn logOfParts(l: LogParts) -> f32 {
  let small = (l.rest + l.e * LN2_LO) - 0.5 * (l.f * l.f);
  return (l.f + small) + l.e * LN2_HI;
}

fn mathLog2(x: f32) -> f32 {
  let l = logParts(x);
  let y = l.rest - 0.5 * (l.f * l.f);
  // log₂e = 1 + 0.4426950408889634, so that the larger part of the product is exact.
  let value = (((y * 0.44269504088896341 + l.f * 0.44269504088896341) + y) + l.f) + l.e;
  return select(logOfSpecial(x), value, isPositiveNormal(x));
}

fn mathLog10(x: f32) -> f32 {
  let l = logParts(x);
  let y = l.rest - 0.5 * (l.f * l.f);
  // log₁₀e and log₁₀2, each as a few leading bits and the remainder.
  let small = ((l.f + y) * 7.00731903251827651129e-4 + y * 4.3359375e-1) + l.e * 2.48745663981195213739e-4;
  let value = (small + l.f * 4.3359375e-1) + l.e * 3.0078125e-1;
  return select(logOfSpecial(x), value, isPositiveNormal(x));
}

/// ln(1 + u) for u in [0, 1]. 1 + u is never formed, so nothing of a small u is lost; giving back afterwards what
/// rounding took, u − ((1 + u) − 1), is no way: compilers simplify it to zero.
fn log1pOfUnit(u: f32) -> f32 {
  let halved = u >= 0.41421356; // 1 + u = 2(1 + f)
  let f = select(u, 0.5 * (u - 1.0), halved);
  return logOfParts(LogParts(select(0.0, 1.0, halved), f, logRest(f)));
}

// ---------------------------------------------------------------------------------------------- trigonometry

/// x = quadrant · π/2 + r with |r| ≤ π/4 (a little more from rounding); quadrant counted modulo 4.
struct Reduced { r: f32, quadrant: u32 }

// π/2 in four parts of seven bits and the rest: k times one of the four is exact for k < 2^17.
const HALF_PI_1 = 0x1.9p+0;
const HALF_PI_2 = 0x1.0cp-7;
const HALF_PI_3 = 0x1.ecp-14;
const HALF_PI_4 = 0x1.5p-22;
const HALF_PI_5 = 0x1.10b462p-30;
const TWO_OVER_PI = 0.63661977236758134;
const LARGEST_REDUCED = 0.8; // π/4, and what rounding of k adds at 2^17

/// Accurate for |x| ≤ 2^17; see SMALL_ANGLE in src/formula/float32-model.ts. Beyond, where neighbouring float32 are 1/64
/// apart and more, r is only kept in its range, so that sin and cos remain in theirs: an exact reduction (Payne and
/// Hanek 1983) made every pipeline with a sine take several times as long to compile.
fn reduceAngle(x: f32) -> Reduced {
  let k = round(x * TWO_OVER_PI);
  let r = ((x - k * HALF_PI_1) - k * HALF_PI_2) - k * HALF_PI_3;
  let rest = (r - k * HALF_PI_4) - k * HALF_PI_5;
  return Reduced(clamp(rest, -LARGEST_REDUCED, LARGEST_REDUCED), bitcast<u32>(i32(k)) & 3u);
}

/// sin r for |r| ≤ π/4.
fn sinPolynomial(r: f32) -> f32 {
  let z = r * r;
  let p = (-1.9515295891e-4 * z + 8.3321608736e-3) * z - 1.6666654611e-1;
  return p * z * r + r;
}

/// cos r for |r| ≤ π/4.
fn cosPolynomial(r: f32) -> f32 {
  let z = r * r;
  let p = (2.443315711809948e-5 * z - 1.388731625493765e-3) * z + 4.166664568298827e-2;
  return (p * z * z - 0.5 * z) + 1.0;
}

/// sin(r + quadrant · π/2).
fn sinOfReduced(r: f32, quadrant: u32) -> f32 {
  let value = select(sinPolynomial(r), cosPolynomial(r), (quadrant & 1u) == 1u);
  return select(value, -value, (quadrant & 2u) == 2u);
}

fn mathSin(x: f32) -> f32 {
  let a = reduceAngle(x);
  return select(nanFrom(x), sinOfReduced(a.r, a.quadrant), isFinite(x));
}

fn mathCos(x: f32) -> f32 {
  let a = reduceAngle(x);
  return select(nanFrom(x), sinOfReduced(a.r, a.quadrant + 1u), isFinite(x));
}

/// (cos 2πu, sin 2πu) for u in [0, 1]. The quadrant is taken off exactly, before π comes in.
fn mathCosSinTurns(u: f32) -> vec2f {
  let k = round(u * 4.0);
  let r = (u * 4.0 - k) * HALF_PI_HI;
  let quadrant = u32(k);
  return vec2f(sinOfReduced(r, quadrant + 1u), sinOfReduced(r, quadrant));
}

fn mathTan(x: f32) -> f32 {
  let a = reduceAngle(x);
  let z = a.r * a.r;
  var p = 9.38540185543e-3;
  p = p * z + 3.11992232697e-3;
  p = p * z + 2.44301354525e-2;
  p = p * z + 5.34112807005e-2;
  p = p * z + 1.33387994085e-1;
  p = p * z + 3.33331568548e-1;
  let t = p * z * a.r + a.r;
  return select(nanFrom(x), select(t, -1.0 / t, (a.quadrant & 1u) == 1u), isFinite(x));
}

/// asin s for s in [0, ½], given s².
fn asinPolynomial(s: f32, z: f32) -> f32 {
  var p = 4.2163199048e-2;
  p = p * z + 2.4181311049e-2;
  p = p * z + 4.5470025998e-2;
  p = p * z + 7.4953002686e-2;
  p = p * z + 1.6666752422e-1;
  return p * z * s + s;
}

fn mathAsin(x: f32) -> f32 {
  let a = abs(x);
  let central = a <= 0.5;
  let z = select(0.5 * (1.0 - a), a * a, central); // asin a = π/2 − 2 asin √((1 − a)/2)
  let angle = asinPolynomial(select(sqrt(z), a, central), z);
  let value = select((HALF_PI_HI - 2.0 * angle) + HALF_PI_LO, angle, central);
  return select(withSignOf(value, x), nanFrom(x), isNan(x) | (a > 1.0));
}

fn mathAcos(x: f32) -> f32 {
  let a = abs(x);
  let central = a <= 0.5;
  let z = select(0.5 * (1.0 - a), a * a, central);
  let angle = asinPolynomial(select(sqrt(z), a, central), z);
  let outer = select(2.0 * angle, (PI_HI - 2.0 * angle) + PI_LO, x < 0.0);
  let value = select(outer, (HALF_PI_HI - withSignOf(angle, x)) + HALF_PI_LO, central);
  return select(value, nanFrom(x), isNan(x) | (a > 1.0));
}

/// atan t for t ≥ 0, also +∞.
fn atanOfPositive(t: f32) -> f32 {
  let steep = t > 2.414213562373095; // tan 3π/8
  let middle = t > 0.4142135623730950; // tan π/8
  // WGSL divides accurately by at most 2^126.
  let inverse = select(-1.0 / t, 0.0, (t > 0x1p+125) | isInfinite(t));
  let r = select(select(t, (t - 1.0) / (t + 1.0), middle), inverse, steep);
  let base = select(select(0.0, QUARTER_PI_HI, middle), HALF_PI_HI, steep);
  let baseLow = select(select(0.0, QUARTER_PI_LO, middle), HALF_PI_LO, steep);
  let z = r * r;
  let p = ((8.05374449538e-2 * z - 1.38776856032e-1) * z + 1.99777106478e-1) * z - 3.33329491539e-1;
  return base + ((p * z * r + r) + baseLow);
}

fn mathAtan(x: f32) -> f32 {
  return select(withSignOf(atanOfPositive(abs(x)), x), x, isNan(x));
}

/// The angle of (x, y), in [−π, π]; atan2(0, 0) follows the signs of the zeros, as in C.
fn mathAtan2(y: f32, x: f32) -> f32 {
  let scale = select(1.0, 0.25, max(abs(x), abs(y)) > 0x1p+125); // WGSL divides accurately by at most 2^126
  let ax = abs(x) * scale;
  let ay = abs(y) * scale;
  let longer = max(ax, ay);
  let shorter = min(ax, ay);
  let finite = select(shorter / longer, 0.0, longer == 0.0);
  let t = select(finite, select(0.0, 1.0, isInfinite(shorter)), isInfinite(longer));
  let low = atanOfPositive(t);
  let first = select(low, (HALF_PI_HI - low) + HALF_PI_LO, ay > ax);
  let angle = select(first, (PI_HI - first) + PI_LO, hasSignBit(x));
  return select(select(withSignOf(angle, y), y, isNan(y)), x, isNan(x));
}

// ---------------------------------------------------------------------------------------------- roots and powers

fn mathCbrt(x: f32) -> f32 {
  let bits = bitcast<u32>(x) & MAGNITUDE_BITS;
  // Brought to [1, 8) · 2^(3n): a third of the exponent is then exact, and nothing over- or underflows.
  let exponent = i32(bits >> 23u) - 127 + 126; // ≥ 0, 126 = 3 · 42
  let third = exponent / 3;
  let a = bitcast<f32>((bits & 0x7fffffu) | (u32(exponent - 3 * third + 127) << 23u));
  // First guess: a third of the bits, with the offset that halves the worst error; Halley's iteration triples the
  // number of right digits, Newton's last step adds a correction so small that its own rounding does not matter.
  var t = bitcast<f32>(bitcast<u32>(a) / 3u + 0x2a510800u);
  let cube = t * t * t;
  t = t * ((cube + a + a) / (cube + cube + a));
  let square = t * t;
  t = t - (square * t - a) / (3.0 * square);
  let special = (bits >= EXPONENT_BITS) | (bits < 0x00800000u); // NaN, ±∞, and zero
  return select(withSignOf(t * powerOfTwo(third - 42), x), x, special);
}

/// √(a² + b²) without over- or underflow on the way.
fn mathHypot(a: f32, b: f32) -> f32 {
  let longer = max(abs(a), abs(b));
  let exponent = clamp(i32(bitcast<u32>(longer) >> 23u) - 127, -126, 126);
  let scale = powerOfTwo(-exponent);
  let p = a * scale;
  let q = b * scale;
  let value = sqrt(p * p + q * q) * powerOfTwo(exponent);
  let number = select(select(value, a, isNan(a)), b, isNan(b));
  return select(number, positiveInfinity(a), isInfinite(a) | isInfinite(b));
}

/// x^y as C's powf: a negative x has powers with whole y only.
fn mathPow(x: f32, y: f32) -> f32 {
  if (y == 0.0 && !isNan(y)) { return 1.0; }
  if (isNan(x)) { return x; }
  if (isNan(y)) { return y; }
  let a = abs(x);
  let whole = floor(y) == y;
  let odd = whole && abs(y) < 0x1p+24 && (i32(y) & 1) == 1;
  var result = 0.0;
  if (bitcast<u32>(a) < 0x00800000u) { // zero
    if (y < 0.0) { result = positiveInfinity(y); }
  } else if (isInfinite(a)) {
    if (y > 0.0) { result = a; }
  } else if (isInfinite(y)) {
    if (a == 1.0) { return 1.0; }
    if ((a > 1.0) == (y > 0.0)) { result = positiveInfinity(y); }
  } else if (hasSignBit(x) && !whole) {
    return nanFrom(x);
  } else {
    result = powOfPositive(a, y);
  }
  return select(result, -result, odd && hasSignBit(x));
}

/// 2^(y · log₂ a) for a positive normal a and a finite y. The exponent reaches 128, so log₂ a is needed to 32 bits: it is
/// carried as the sum of two numbers, the first of 12 bits so that products are exact, as in fdlibm's powf (Sun
/// Microsystems 1993), from log₂ m = 2/ln 2 · atanh s with s = (m − 1)/(m + 1) and Taylor's series of atanh.
fn powOfPositive(a: f32, y: f32) -> f32 {
  let shifted = bitcast<i32>(a) - 0x3f3504f3;
  let e = f32(shifted >> 23u);
  let m = bitcast<f32>((shifted & 0x7fffff) + 0x3f3504f3);

  let f = m - 1.0;
  let g = m + 1.0;
  let s = f / g;
  let sHead = leadingBits(s);
  let gHead = leadingBits(g);
  let gTail = m - (gHead - 1.0);
  let sTail = ((f - sHead * gHead) - sHead * gTail) / g;

  // 3 atanh(s)/s = 3 + s² + 3s⁴/5 + 3s⁶/7 + …, with |s| ≤ 0.172.
  let z = s * s;
  var p = 3.0 / 13.0;
  p = p * z + 3.0 / 11.0;
  p = p * z + 3.0 / 9.0;
  p = p * z + 3.0 / 7.0;
  p = p * z + 3.0 / 5.0;
  let zHead = sHead * sHead;
  let rest = z * z * p + sTail * (sHead + s);
  let seriesHead = leadingBits(3.0 + zHead + rest);
  let seriesTail = rest - ((seriesHead - 3.0) - zHead);

  let u = sHead * seriesHead;
  let v = sTail * seriesHead + s * seriesTail;
  let productHead = leadingBits(u + v);
  let productTail = v - (productHead - u);

  // 2/(3 ln 2) = 0.9617966939…, its leading 12 bits and the rest.
  let logHeadPart = POW_SCALE_HEAD * productHead;
  let logTailPart = POW_SCALE_TAIL * productHead + productTail * 0.96179669392597561;
  let logHead = leadingBits((logHeadPart + logTailPart) + e);
  let logTail = logTailPart - ((logHead - e) - logHeadPart);

  let yHead = leadingBits(y);
  let exponentHead = yHead * logHead;
  if (exponentHead > 200.0) { return positiveInfinity(a); }
  if (exponentHead < -200.0) { return 0.0; }
  let exponentTail = (y - yHead) * logHead + y * logTail;
  let n = clamp(round(exponentHead + exponentTail), -160.0, 160.0);
  let r = (exponentHead - n) + exponentTail;
  return scaleByPowerOfTwo(expPolynomial(r * 0.69314718055994531), i32(n));
}
