// Makes a picture of the counts: one colour with its opacity per cell, laid over the surface by whoever draws it.
//
// `sumBlocks` adds up blocks of BLOCK × BLOCK cells; `expose` finds, from a histogram of the blocks' densities, the exposure
// at which the swarm veils the surface no more than VEIL; `develop` smooths, tones and mixes the teams, cell by cell. The
// counts stay as they are.
// Generated before this file: Sheet, Tint, and constants of src/gpu/density-layout.ts and src/gpu/density-tone.ts.

@group(0) @binding(0) var<uniform> sheet: Sheet;
@group(0) @binding(1) var<storage, read> tints: array<Tint>;
/// Per team FIRST_CELL buckets of what is not drawn, then the cells.
@group(0) @binding(2) var<storage, read> buckets: array<u32>;
@group(0) @binding(3) var<storage, read_write> blocks: array<u32>;
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
  let corner = BLOCK * vec2u(block % sheet.blocks, block / sheet.blocks);
  let first = cellsOf(team) + corner.y * sheet.size + corner.x;
  var sum = 0u;
  for (var y = 0u; y < BLOCK; y++) {
    for (var x = 0u; x < BLOCK; x++) { sum += buckets[first + y * sheet.size + x]; }
  }
  blocks[i] = sum;
}

fn cellsOf(team: u32) -> u32 {
  return team * (FIRST_CELL + sheet.size * sheet.size) + FIRST_CELL;
}

@compute @workgroup_size(WORKGROUP)
fn expose(@builtin(local_invocation_index) lane: u32) {
  let area = sheet.blocks * sheet.blocks;
  for (var block = lane; block < area; block += WORKGROUP) {
    var sum = 0u;
    for (var team = 0u; team < sheet.teams; team++) {
      if (tints[team].shown > 0.0) { sum += blocks[team * area + block]; }
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
  var density = 0.0;
  var ink = 0.0;
  var color = vec3f(0.0);
  var halo = vec4f(0.0);
  for (var team = 0u; team < sheet.teams; team++) {
    let tint = tints[team];
    if (tint.shown == 0.0) { continue; }
    let wide = wideDensity(team, cell);
    // Its window holds that of the narrow one.
    if (wide == 0.0) { continue; }
    let narrow = narrowDensity(team, cell);
    let here = mix(wide, narrow, certainty(narrow, wide));
    let own = inkOf(here, exposure[0]);
    let hue = vec3f(tint.r, tint.g, tint.b);
    let core = vec3f(sheet.coreR, sheet.coreG, sheet.coreB);
    density += here;
    ink += own;
    color += own * mix(hue, core, heatOf(narrow * tint.each));
    let gathered = wide * f32(BLOCK * BLOCK) * tint.each;
    let glow = min(HALO_MOST, HALO * sqrt(max(0.0, gathered - HALO_FROM)));
    halo += vec4f(hue * glow, glow);
  }
  let opacity = inkOf(density, exposure[0]);
  let around = min(halo.w, HALO_MOST) * (1.0 - opacity);
  let own = color / max(ink, 1e-6) * opacity;
  picture[i] = vec4f(own + halo.xyz / max(halo.w, 1e-6) * around, opacity + around);
}

/// Counts of a cell's neighbourhood by weights ¼ ½ ¼ along both axes, per cell; the edge's cells count for those beyond.
fn narrowDensity(team: u32, cell: vec2i) -> f32 {
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

/// The same over blocks: a quadratic B-spline, so that no edge of a block shows.
fn wideDensity(team: u32, cell: vec2i) -> f32 {
  let at = (vec2f(cell) + 0.5) / f32(BLOCK) - 0.5;
  let block = floor(at + 0.5);
  let t = at - block;
  let last = i32(sheet.blocks) - 1;
  let first = i32(team * sheet.blocks * sheet.blocks);
  var sum = 0.0;
  for (var dy = -1; dy <= 1; dy++) {
    let row = first + clamp(i32(block.y) + dy, 0, last) * (last + 1);
    for (var dx = -1; dx <= 1; dx++) {
      let found = f32(blocks[row + clamp(i32(block.x) + dx, 0, last)]);
      sum += found * spline(dx, t.x) * spline(dy, t.y);
    }
  }
  return sum / f32(BLOCK * BLOCK);
}

fn spline(step: i32, t: f32) -> f32 {
  if (step == 0) { return 0.75 - t * t; }
  let side = 0.5 + f32(step) * t;
  return 0.5 * side * side;
}

/// How certainly a cell differs from its surroundings, in [0, 1]: by how many standard deviations of a count that chance
/// (Poisson) would give. Fine structure shows where the counts bear it, and a thin cloud is smooth; a straggler, alone in
/// its surroundings, is certain.
fn certainty(narrow: f32, wide: f32) -> f32 {
  let deviations = abs(narrow - wide) * sqrt(NARROW_CELLS / (wide + LONELY));
  return smoothstep(CERTAIN_FROM, CERTAIN_TO, deviations);
}
