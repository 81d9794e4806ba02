// The starts of a run. Twin of src/engine/starts.ts, where each kind is explained; one rounding per operation in the
// same order. Generated before this file: Starts.

@group(0) @binding(0) var<uniform> starts: Starts;
@group(0) @binding(1) var<storage, read_write> position: array<vec2f>;

const GRID = 0u;
const UNIFORM = 1u;
const NORMAL = 2u;
const STARTS_STEP = 0u;
const STARTS_DRAW = 0u;

@compute @workgroup_size(WORKGROUP)
fn generateStarts(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * WORKGROUP;
  if (i >= starts.held) { return; }
  position[i] = startOf((starts.first + i) % starts.count);
}

fn startOf(k: u32) -> vec2f {
  // Of the domain for grid and uniform; centre and size of the cloud for normal and ring.
  let origin = vec2f(starts.originX, starts.originY);
  let size = vec2f(starts.sizeX, starts.sizeY);
  if (starts.kind == GRID) {
    let cell = vec2f(f32(k % starts.columns), f32(k / starts.columns)) + 0.5;
    return origin + cell / vec2f(f32(starts.columns), f32(starts.rows)) * size;
  }
  if (starts.kind == UNIFORM) {
    let bits = randomBits(starts.seed, k, STARTS_STEP, STARTS_DRAW);
    return origin + vec2f(uniform01(bits.x), uniform01(bits.y)) * size;
  }
  if (starts.kind == NORMAL) {
    let bits = randomBits(starts.seed, k, STARTS_STEP, STARTS_DRAW);
    return origin + size * normalPair(bits.x, bits.y);
  }
  return origin + size * mathCosSinTurns((f32(k) + 0.5) / f32(starts.count)); // ring
}
