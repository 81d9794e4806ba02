// A team in a few numbers: how many trajectories have which status, the lowest loss, and exact order statistics of loss
// and gradient norm, by radix selection: eight passes of `countDigits` and `pickDigits`, each of which fixes four more bits.
//
// A float's bits become a key that sorts as the float does. `countDigits` makes a histogram of the keys' next digit for
// every rank that is looked for, among those keys that share the digits found so far; `pickDigits` walks each histogram to
// its rank. Digits of eight bits would take half the passes, but SwiftShader writes the zeroes of workgroup memory as one
// instruction each, and took seconds to compile it.
// Generated before this file: Bounds, the offsets COUNTS … RANKS in `selection`, SELECTION_WORDS, and the sizes of
// the histograms: DIGIT_BITS, DIGIT_VALUES, RANKS_EACH, TARGETS.

@group(0) @binding(0) var<storage, read> observe: array<vec2f>;
@group(0) @binding(1) var<storage, read> status: array<u32>;
@group(0) @binding(2) var<storage, read_write> selection: array<atomic<u32>, SELECTION_WORDS>;
@group(0) @binding(3) var<storage, read_write> histogram: array<atomic<u32>, BINS>;
@group(0) @binding(4) var<storage, read> position: array<vec2f>;
@group(0) @binding(5) var<uniform> domain: Bounds;

const BINS_EACH = RANKS_EACH * DIGIT_VALUES;
const BINS = TARGETS * DIGIT_VALUES;
const STATUSES = 4u;

var<workgroup> localBins: array<atomic<u32>, BINS_EACH>;
var<workgroup> localCounts: array<atomic<u32>, STATUSES>;
var<workgroup> localBest: atomic<u32>;

/// Bits of a float to an unsigned number with the same order (−∞ lowest).
fn sortKey(x: f32) -> u32 {
  let bits = bitcast<u32>(x);
  return select(bits | SIGN_BIT, ~bits, (bits & SIGN_BIT) != 0u);
}

/// One row of workgroups for each quantity.
@compute @workgroup_size(WORKGROUP)
fn countDigits(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(local_invocation_index) lane: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let quantity = id.y;
  let turn = atomicLoad(&selection[TURN]);
  for (var i = id.x; i < domain.count; i += groups.x * WORKGROUP) {
    let outcome = statusOf(status[i]);
    let value = observe[i][quantity];
    if (turn == 0u && quantity == 0u) { countOutcome(outcome, value, position[i]); }
    if (outcome != NON_FINITE && isFinite(value)) { countValue(quantity, sortKey(value), turn); }
  }
  workgroupBarrier();

  for (var bin = lane; bin < BINS_EACH; bin += WORKGROUP) {
    let found = atomicLoad(&localBins[bin]);
    if (found > 0u) { atomicAdd(&histogram[quantity * BINS_EACH + bin], found); }
  }
  if (turn > 0u || quantity > 0u) { return; }
  if (lane < STATUSES) { atomicAdd(&selection[COUNTS + lane], atomicLoad(&localCounts[lane])); }
  if (lane == 0u) { atomicMax(&selection[BEST], atomicLoad(&localBest)); }
}

fn countOutcome(outcome: u32, loss: f32, at: vec2f) {
  atomicAdd(&localCounts[outcome], 1u);
  // Far outside the domain a loss may be nothing but cancellation, and lower than any that there is inside.
  let isInside = all((at >= vec2f(domain.xmin, domain.ymin)) & (at <= vec2f(domain.xmax, domain.ymax)));
  // The lowest key is the highest of its complement, for which 0 means none yet.
  if (outcome != NON_FINITE && isInside && isFinite(loss)) { atomicMax(&localBest, ~sortKey(loss)); }
}

/// Of the digit that a turn is about: the highest first.
fn digitShift(turn: u32) -> u32 {
  return 32u - DIGIT_BITS * (turn + 1u);
}

fn countValue(quantity: u32, key: u32, turn: u32) {
  let digit = (key >> digitShift(turn)) & (DIGIT_VALUES - 1u);
  // On the first turn nothing is known yet, and one histogram serves all ranks.
  let ranks = select(RANKS_EACH, 1u, turn == 0u);
  for (var rank = 0u; rank < ranks; rank++) {
    let known = atomicLoad(&selection[KEYS + quantity * RANKS_EACH + rank]);
    // The digits found so far; shifted twice, since a shift by 32 is none.
    if (((key ^ known) >> digitShift(turn)) >> DIGIT_BITS == 0u) {
      atomicAdd(&localBins[rank * DIGIT_VALUES + digit], 1u);
    }
  }
}

@compute @workgroup_size(WORKGROUP)
fn pickDigits(@builtin(local_invocation_index) lane: u32) {
  let turn = atomicLoad(&selection[TURN]);
  if (lane < TARGETS) { pickDigit(lane, turn); }
  storageBarrier();
  for (var bin = lane; bin < BINS; bin += WORKGROUP) { atomicStore(&histogram[bin], 0u); }
  if (lane == 0u) { atomicStore(&selection[TURN], turn + 1u); }
}

fn pickDigit(wanted: u32, turn: u32) {
  let quantity = wanted / RANKS_EACH;
  let bins = select(wanted, quantity * RANKS_EACH, turn == 0u) * DIGIT_VALUES;
  if (turn == 0u) {
    var population = 0u;
    for (var digit = 0u; digit < DIGIT_VALUES; digit++) { population += atomicLoad(&histogram[bins + digit]); }
    atomicStore(&selection[POPULATIONS + quantity], population);
    atomicStore(&selection[RANKS + wanted], rankOf(wanted % RANKS_EACH, population));
  }
  var rank = atomicLoad(&selection[RANKS + wanted]);
  for (var digit = 0u; digit < DIGIT_VALUES; digit++) {
    let here = atomicLoad(&histogram[bins + digit]);
    if (rank < here) {
      atomicStore(&selection[RANKS + wanted], rank);
      atomicOr(&selection[KEYS + wanted], digit << digitShift(turn));
      return;
    }
    rank -= here;
  }
}

/// The order statistics on either side of the 5 %, 50 % and 95 % quantile, counted from 0.
fn rankOf(which: u32, population: u32) -> u32 {
  let percent = array<u32, 3>(5u, 50u, 95u);
  let last = max(population, 1u) - 1u;
  return min(percent[which / 2u] * last / 100u + which % 2u, last);
}
