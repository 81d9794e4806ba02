// Twin of src/gpu/density-tone.ts: how densities (trajectories per cell) become opacity and light.
// Generated before this file: PRESENCE, HALF_PRESENCE, HEAT_FROM, HEAT_TO.

/// Opacity of a density, in [0, 1); `exposure` is the density that the curve's bend is at.
fn inkOf(density: f32, exposure: f32) -> f32 {
  let presence = PRESENCE * density / (density + HALF_PRESENCE);
  return 1.0 - (1.0 - presence) * inverseSqrt(1.0 + density / exposure);
}

/// How much of a team's colour gives way to light where a cell holds `share` of the team, in [0, 1].
fn heatOf(share: f32) -> f32 {
  return smoothstep(log2(HEAT_FROM), log2(HEAT_TO), log2(max(share, HEAT_FROM)));
}
