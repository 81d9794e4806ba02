// A team in a few numbers: how many trajectories have which status, the lowest loss, and exact order statistics of loss
// and gradient norm, by radix selection: four passes of `count` and `pick`, each of which fixes eight more bits.
//
// A float's bits become a key that sorts as the float does. `count` makes a histogram of the keys' next digit for every
// rank that is looked for, among those keys that share the digits found so far; `pick` walks each histogram to its rank.
// Generated before this file: the offsets COUNTS … RANKS in `selection`, SELECTION_WORDS.

@group(0) @binding(0) var<storage, read> observe: array<vec2f>;
@group(0) @binding(1) var<storage, read> status: array<u32>;
@group(0) @binding(2) var<storage, read_write> selection: array<atomic<u32>, SELECTION_WORDS>;
@group(0) @binding(3) var<storage, read_write> histogram: array<atomic<u32>, BINS>;

// Two quantities, each with the two neighbours of three quantiles.
const QUANTITIES = 2u;
const RANKS_EACH = 6u;
const TARGETS = 12u;
const DIGIT_VALUES = 256u;
const BINS = 3072u; // TARGETS · DIGIT_VALUES
const STATUSES = 4u;

var<workgroup> localBins: array<atomic<u32>, BINS>;
var<workgroup> localCounts: array<atomic<u32>, STATUSES>;
var<workgroup> localBest: atomic<u32>;

/// Bits of a float to an unsigned number with the same order (−∞ lowest).
fn sortKey(x: f32) -> u32 {
  let bits = bitcast<u32>(x);
  return select(bits | SIGN_BIT, ~bits, (bits & SIGN_BIT) != 0u);
}

@compute @workgroup_size(WORKGROUP)
fn countDigits(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(local_invocation_index) lane: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  for (var bin = lane; bin < BINS; bin += WORKGROUP) { atomicStore(&localBins[bin], 0u); }
  if (lane < STATUSES) { atomicStore(&localCounts[lane], 0u); }
  if (lane == 0u) { atomicStore(&localBest, 0u); }
  workgroupBarrier();

  let turn = atomicLoad(&selection[TURN]);
  let total = arrayLength(&status);
  for (var i = id.x; i < total; i += groups.x * WORKGROUP) {
    let outcome = statusOf(status[i]);
    let seen = observe[i];
    if (turn == 0u) { atomicAdd(&localCounts[outcome], 1u); }
    if (outcome == NON_FINITE) { continue; }
    // The lowest key is the highest of its complement, for which 0 means none yet.
    if (turn == 0u && isFinite(seen.x)) { atomicMax(&localBest, ~sortKey(seen.x)); }
    countQuantity(0u, seen.x, turn);
    countQuantity(1u, seen.y, turn);
  }
  workgroupBarrier();

  for (var bin = lane; bin < BINS; bin += WORKGROUP) {
    let found = atomicLoad(&localBins[bin]);
    if (found > 0u) { atomicAdd(&histogram[bin], found); }
  }
  if (turn == 0u && lane < STATUSES) { atomicAdd(&selection[COUNTS + lane], atomicLoad(&localCounts[lane])); }
  if (turn == 0u && lane == 0u) { atomicMax(&selection[BEST], atomicLoad(&localBest)); }
}

fn countQuantity(quantity: u32, value: f32, turn: u32) {
  if (!isFinite(value)) { return; }
  let key = sortKey(value);
  let digit = (key >> (24u - 8u * turn)) & 0xffu;
  let first = quantity * RANKS_EACH;
  if (turn == 0u) { // nothing is known yet: one histogram serves all ranks
    atomicAdd(&localBins[first * DIGIT_VALUES + digit], 1u);
    return;
  }
  let known = 32u - 8u * turn; // bits below the digits found so far
  for (var wanted = first; wanted < first + RANKS_EACH; wanted++) {
    if ((key >> known) == (atomicLoad(&selection[KEYS + wanted]) >> known)) {
      atomicAdd(&localBins[wanted * DIGIT_VALUES + digit], 1u);
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
      atomicOr(&selection[KEYS + wanted], digit << (24u - 8u * turn));
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
