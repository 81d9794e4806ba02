// Makes a picture of the counts: one colour with its opacity per cell, laid over the surface by whoever draws it.
//
// `sumBlocks` adds up blocks of BLOCK × BLOCK cells, `sumDistricts` districts of as many blocks; `expose` finds, from a
// histogram of the blocks' densities, the exposure at which the swarm veils the surface no more than VEIL; `develop` smooths,
// tones and mixes the teams, cell by cell. The counts stay as they are.
// Generated before this file: Sheet, Tint, and constants of src/gpu/density-layout.ts and src/gpu/density-tone.ts.

@group(0) @binding(0) var<uniform> sheet: Sheet;
@group(0) @binding(1) var<storage, read> tints: array<Tint>;
/// Per team FIRST_CELL buckets of what is not drawn, then the cells.
@group(0) @binding(2) var<storage, read> buckets: array<u32>;
/// Blocks, team by team, then districts.
@group(0) @binding(3) var<storage, read_write> sums: array<u32>;
@group(0) @binding(4) var<storage, read_write> exposure: array<f32, 1>;
/// Colour in sRGB, multiplied by the opacity in w; x fastest, from (xmin, ymin).
@group(0) @binding(5) var<storage, read_write> picture: array<vec4f>;

var<workgroup> bins: array<atomic<u32>, BINS>;

@compute @workgroup_size(WORKGROUP)
fn sumBlocks(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  if (i >= sheet.teams * sheet.blocks * sheet.blocks) { return; }
  let team = i / (sheet.blocks * sheet.blocks);
  let block = i % (sheet.blocks * sheet.blocks);
  let first = cellsOf(team) + BLOCK * (block / sheet.blocks * sheet.size + block % sheet.blocks);
  var sum = 0u;
  for (var y = 0u; y < BLOCK; y++) {
    for (var x = 0u; x < BLOCK; x++) { sum += buckets[first + y * sheet.size + x]; }
  }
  sums[blocksOf(team) + block] = sum;
}

@compute @workgroup_size(WORKGROUP)
fn sumDistricts(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  if (i >= sheet.teams * sheet.districts * sheet.districts) { return; }
  let team = i / (sheet.districts * sheet.districts);
  let district = i % (sheet.districts * sheet.districts);
  let first = blocksOf(team) + BLOCK * (district / sheet.districts * sheet.blocks + district % sheet.districts);
  var sum = 0u;
  for (var y = 0u; y < BLOCK; y++) {
    for (var x = 0u; x < BLOCK; x++) { sum += sums[first + y * sheet.blocks + x]; }
  }
  sums[districtsOf(team) + district] = sum;
}

fn cellsOf(team: u32) -> u32 {
  return team * (FIRST_CELL + sheet.size * sheet.size) + FIRST_CELL;
}

fn blocksOf(team: u32) -> u32 {
  return team * sheet.blocks * sheet.blocks;
}

fn districtsOf(team: u32) -> u32 {
  return blocksOf(sheet.teams) + team * sheet.districts * sheet.districts;
}

@compute @workgroup_size(WORKGROUP)
fn expose(@builtin(local_invocation_index) lane: u32) {
  let area = sheet.blocks * sheet.blocks;
  for (var block = lane; block < area; block += WORKGROUP) {
    var sum = 0u;
    for (var team = 0u; team < sheet.teams; team++) {
      if (tints[team].shown > 0.0) { sum += sums[blocksOf(team) + block]; }
    }
    if (sum > 0u) { atomicAdd(&bins[binOf(sum)], 1u); }
  }
  workgroupBarrier();
  if (lane == 0u) { exposure[0] = exposureFor(f32(area)); }
}

/// A bin for each quarter of an octave: the float's exponent and its two leading bits.
fn binOf(sum: u32) -> u32 {
  return min((bitcast<u32>(f32(sum)) >> 21u) - FIRST_BIN, BINS - 1u);
}

/// Density in the middle of a bin.
fn densityOf(bin: u32) -> f32 {
  return bitcast<f32>(((bin + FIRST_BIN) << 21u) | (1u << 20u)) / f32(BLOCK * BLOCK);
}

/// Halves an interval of exposures, on a logarithmic scale, until the ink on all blocks is what the veil allows.
fn exposureFor(area: f32) -> f32 {
  var low = log2(LEAST_EXPOSURE);
  var high = log2(MOST_EXPOSURE);
  for (var halving = 0u; halving < HALVINGS; halving++) {
    let middle = 0.5 * (low + high);
    let tried = exp2(middle);
    var covered = 0.0;
    for (var bin = 0u; bin < BINS; bin++) {
      let here = f32(atomicLoad(&bins[bin]));
      if (here > 0.0) { covered += here * inkOf(densityOf(bin), tried); }
    }
    if (covered > VEIL * area) { low = middle; } else { high = middle; }
  }
  return exp2(high);
}

@compute @workgroup_size(WORKGROUP)
fn develop(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  if (i >= sheet.size * sheet.size) { return; }
  let cell = vec2i(vec2u(i % sheet.size, i / sheet.size));
  var turn = turnOf(i);
  var density = 0.0;
  var ink = 0.0;
  var color = vec3f(0.0);
  var heat = 0.0;
  var halo = vec4f(0.0);
  for (var team = 0u; team < sheet.teams; team++) {
    let tint = tints[team];
    if (tint.shown == 0.0) { continue; }
    let far = districtAt(team, cell);
    // Its window holds the cell's own neighbourhood.
    if (far == 0.0) { continue; }
    let hue = vec3f(tint.r, tint.g, tint.b);
    let glow = HALO * sqrt(max(0.0, far * tint.each - HALO_FROM));
    halo += vec4f(hue, 1.0) * glow;
    let here = densityAt(team, cell);
    let own = inkOf(here, exposure[0]);
    density += here;
    ink += own;
    // Each cell is one team's, by turns and in proportion to their ink: mixed, their colours would be those of none.
    let share = own / max(ink, 1e-6);
    if (turn < share) {
      color = hue;
      heat = heatOf(here * tint.each);
      turn /= share;
    } else {
      turn = (turn - share) / (1.0 - share);
    }
  }
  let opacity = inkOf(density, exposure[0]);
  let core = vec3f(sheet.coreR, sheet.coreG, sheet.coreB);
  // The glow is over the ink, and under the light that it comes from.
  halo *= min(1.0, HALO_MOST / max(halo.w, 1e-6)) * (1.0 - heat);
  let cover = HALO_COVER * halo.w;
  let painted = mix(color, core, heat) * opacity;
  picture[i] = vec4f(painted * (1.0 - cover) + halo.rgb, mix(opacity, 1.0, cover));
}

/// Counts of a cell's neighbourhood by weights ¼ ½ ¼ along both axes, per cell; the edge's cells count for those beyond.
fn densityAt(team: u32, cell: vec2i) -> f32 {
  let first = i32(cellsOf(team));
  let size = i32(sheet.size);
  var sum = 0.0;
  for (var dy = -1; dy <= 1; dy++) {
    let row = first + clamp(cell.y + dy, 0, size - 1) * size;
    for (var dx = -1; dx <= 1; dx++) {
      let found = f32(buckets[row + clamp(cell.x + dx, 0, size - 1)]);
      sum += found * f32((2 - abs(dx)) * (2 - abs(dy)));
    }
  }
  return sum / 16.0;
}

/// Trajectories in a district around the cell, between the districts' middles: a quadratic B-spline, so that no edge shows.
fn districtAt(team: u32, cell: vec2i) -> f32 {
  let at = (vec2f(cell) + 0.5) / f32(DISTRICT) - 0.5;
  let middle = floor(at + 0.5);
  let t = at - middle;
  let last = i32(sheet.districts) - 1;
  var sum = 0.0;
  for (var dy = -1; dy <= 1; dy++) {
    let row = i32(districtsOf(team)) + clamp(i32(middle.y) + dy, 0, last) * (last + 1);
    for (var dx = -1; dx <= 1; dx++) {
      let found = f32(sums[row + clamp(i32(middle.x) + dx, 0, last)]);
      sum += found * spline(dx, t.x) * spline(dy, t.y);
    }
  }
  return sum;
}

/// In [0, 1), unlike the neighbours': a bijective scrambling of the cell's number (Wellons, "Prospecting for hash
/// functions", 2018).
fn turnOf(cell: u32) -> f32 {
  var bits = cell;
  bits = (bits ^ (bits >> 16u)) * 0x7feb352du;
  bits = (bits ^ (bits >> 15u)) * 0x846ca68bu;
  return f32((bits ^ (bits >> 16u)) >> 8u) / 16777216.0;
}

fn spline(step: i32, t: f32) -> f32 {
  if (step == 0) { return 0.75 - t * t; }
  let side = 0.5 + f32(step) * t;
  return 0.5 * side * side;
}
