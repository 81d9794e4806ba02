// Twin of src/core/random.ts: bits that depend on (seed, trajectory, step, draw) alone, equal to the CPU's bit for bit.
// The hash is pcg4d of Jarzynski and Olano, "Hash Functions for GPU Rendering", JCGT 9(3), 2020.

fn randomBits(seed: u32, trajectory: u32, step: u32, draw: u32) -> vec4u {
  var v = vec4u(seed, trajectory, step, draw) * 1664525u + 1013904223u;
  v.x += v.y * v.w;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  v.w += v.y * v.z;
  v ^= v >> vec4u(16u);
  v.x += v.y * v.w;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  v.w += v.y * v.z;
  return v;
}

/// Uniform in [0, 1) from the top 24 bits; exact.
fn uniform01(bits: u32) -> f32 {
  return f32(bits >> 8u) * 0x1p-24;
}

/// Uniform in (0, 1], safe to take the logarithm of; exact.
fn uniformAboveZero(bits: u32) -> f32 {
  return f32((bits >> 8u) + 1u) * 0x1p-24;
}

/// Two independent standard normals from two words of bits (Box and Muller 1958). The CPU computes the same in float64;
/// `NORMAL_ERROR` of src/formula/float32-model.ts says how far this may be from it.
fn normalPair(bits0: u32, bits1: u32) -> vec2f {
  let radius = sqrt(-2.0 * mathLog(uniformAboveZero(bits0)));
  return radius * mathCosSinTurns(uniform01(bits1));
}
