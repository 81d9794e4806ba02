// Counts a team's trajectories by where they are. Each goes into exactly one bucket: a cell of a grid over the domain, or
// one for what is not drawn; so the buckets always sum to the team.
// Generated before this file: Swarm, the buckets OUTSIDE, FADED, NOWHERE and FIRST_CELL, TRAJECTORIES_EACH.

@group(0) @binding(0) var<uniform> swarm: Swarm;
@group(0) @binding(1) var<storage, read> position: array<vec2f>;
@group(0) @binding(2) var<storage, read> observe: array<vec2f>;
@group(0) @binding(3) var<storage, read> status: array<u32>;
@group(0) @binding(4) var<storage, read_write> buckets: array<atomic<u32>>;

/// A thread takes every 64th trajectory of a block and adds up those that follow each other in one bucket: a million that
/// have come to rest on one minimum would otherwise wait for each other a million times.
@compute @workgroup_size(WORKGROUP)
fn countTrajectories(@builtin(global_invocation_id) id: vec3u) {
  let first = id.x / WORKGROUP * (WORKGROUP * TRAJECTORIES_EACH) + id.x % WORKGROUP;
  if (first >= swarm.count) { return; }
  let end = min(swarm.count, first + WORKGROUP * TRAJECTORIES_EACH);
  var bucket = bucketOf(first);
  var run = 1u;
  for (var i = first + WORKGROUP; i < end; i += WORKGROUP) {
    let next = bucketOf(i);
    if (next != bucket) {
      atomicAdd(&buckets[bucket], run);
      bucket = next;
      run = 0u;
    }
    run++;
  }
  atomicAdd(&buckets[bucket], run);
}

fn bucketOf(i: u32) -> u32 {
  let at = position[i];
  if (!isFinite2(at) || !isFinite(observe[i].x)) { return NOWHERE; }
  let low = vec2f(swarm.xmin, swarm.ymin);
  let high = vec2f(swarm.xmax, swarm.ymax);
  if (any((at < low) | (at > high))) { return OUTSIDE; }
  if (hasFaded(i)) { return FADED; }
  // The edges xmax and ymax belong to the last cells.
  let cell = min(vec2u((at - low) / (high - low) * f32(swarm.size)), vec2u(swarm.size - 1u));
  return FIRST_CELL + cell.y * swarm.size + cell.x;
}

/// What ended badly thins out over `fadeSteps`: counts are whole, so each goes at a step of its own.
fn hasFaded(i: u32) -> bool {
  let packed = status[i];
  if (statusOf(packed) < DIVERGED) { return false; }
  let age = f32(swarm.step - min(swarm.step, packed >> 2u));
  // Multiples of the golden ratio, modulo 1: any stretch of trajectories thins out evenly (Knuth, TAOCP 3, 6.4).
  let turn = f32((i * 2654435769u) >> 8u) / 16777216.0;
  return age >= swarm.fadeSteps * (1.0 - turn);
}
