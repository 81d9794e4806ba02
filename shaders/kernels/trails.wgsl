// Writes where a sample of a team's trajectories is now into one slot of a ring buffer.
// Generated before this file: Trail.

@group(0) @binding(0) var<uniform> trail: Trail;
@group(0) @binding(1) var<storage, read> position: array<vec2f>;
@group(0) @binding(2) var<storage, read> observe: array<vec2f>;
/// (x, y, loss, 0) at slot · samples + sample.
@group(0) @binding(3) var<storage, read_write> ring: array<vec4f>;

@compute @workgroup_size(WORKGROUP)
fn recordTrails(@builtin(global_invocation_id) id: vec3u) {
  let sample = id.x;
  if (sample >= trail.samples) { return; }
  // ⌊sample · count / samples⌋ without leaving 32 bits: spread evenly over the swarm.
  let i = sample * (trail.count / trail.samples) + sample * (trail.count % trail.samples) / trail.samples;
  ring[trail.slot * trail.samples + sample] = vec4f(position[i], observe[i].x, 0.0);
}
