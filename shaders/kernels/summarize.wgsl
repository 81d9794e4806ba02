// A team in a few numbers: how many trajectories have which status, the lowest loss, histograms of loss and gradient
// norm, and exact order statistics of both.
//
// A float's bits become a key that sorts as the float does. `countBins` makes the histograms, and `pick` finds in them
// the bin of every rank that is looked for: an interval of keys. From then on `countDigits` counts into which part of
// its interval each key falls, and `pick` takes the part with the rank, until every interval is a single key: after
// two turns where a bin has up to 2^22 keys, as those above a minimum of 0 have; at the latest after three.
//
// The loops have few branches and one atomic per quantity: a software adapter goes through both sides of every branch.
// Generated before this file: Bounds, the offsets COUNTS … OPEN_SPANS in `found` and FOUND_WORDS, the sizes EDGES,
// BIN_SLOTS, DIGIT_BITS, RANKS_EACH, TARGETS.

@group(0) @binding(0) var<storage, read> observe: array<vec2f>;
@group(0) @binding(1) var<storage, read> status: array<u32>;
/// What is found out; while trajectories are counted, by many at once.
@group(0) @binding(2) var<storage, read_write> found: array<u32, FOUND_WORDS>;
@group(0) @binding(2) var<storage, read_write> outcomes: array<atomic<u32>, FOUND_WORDS>;
/// Counts of a turn: the bins of both quantities, or the digits of every interval.
@group(0) @binding(3) var<storage, read_write> counted: array<u32>;
@group(0) @binding(3) var<storage, read_write> counters: array<atomic<u32>>;
@group(0) @binding(4) var<storage, read> position: array<vec2f>;
@group(0) @binding(5) var<uniform> domain: Bounds;
/// Keys of the edges between the bins of the loss, ascending, then those of the gradient norm; KEYS_END after the last.
@group(0) @binding(6) var<storage, read> edges: array<u32, 2 * BIN_SLOTS>;

const QUANTITIES = 2u;
const DIGITS = 1u << DIGIT_BITS;
/// The key of +∞, above those of all numbers.
const KEYS_END = 0xff800000u;
/// No bin has this place: values that no histogram holds are counted there.
const LEFT_OUT = BIN_SLOTS - 1u;
const ONE_LOSS = 1u;
const ONE_NORM = 1u << 16u;
const NOWHERE = 0xffffffffu;

/// Losses in the low half of a word, gradient norms in the high one: a software adapter writes the zeroes of workgroup
/// memory one by one, and compiles them so. A workgroup looks at fewer trajectories than half a word can count.
var<workgroup> localBins: array<atomic<u32>, BIN_SLOTS>;
var<workgroup> subtotals: array<u32, WORKGROUP>;

/// Bits of a float to an unsigned number with the same order (−∞ lowest), and the same for both zeroes.
fn sortKey(x: f32) -> u32 {
  let bits = bitcast<u32>(x);
  return select(bits | SIGN_BIT, ~bits, bits > SIGN_BIT);
}

/// The number of edges at or below a key, of 255 places.
fn binOf(quantity: u32, key: u32) -> u32 {
  let first = quantity * BIN_SLOTS;
  var bin = select(0u, 128u, key >= edges[first + 127u]);
  bin += select(0u, 64u, key >= edges[first + bin + 63u]);
  bin += select(0u, 32u, key >= edges[first + bin + 31u]);
  bin += select(0u, 16u, key >= edges[first + bin + 15u]);
  bin += select(0u, 8u, key >= edges[first + bin + 7u]);
  bin += select(0u, 4u, key >= edges[first + bin + 3u]);
  bin += select(0u, 2u, key >= edges[first + bin + 1u]);
  return bin + select(0u, 1u, key >= edges[first + bin]);
}

@compute @workgroup_size(WORKGROUP)
fn countBins(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(local_invocation_index) lane: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  var counts = vec4u();
  var best = 0u;
  for (var i = id.x; i < domain.count; i += groups.x * WORKGROUP) {
    let outcome = statusOf(status[i]);
    let seen = observe[i];
    let at = position[i];
    counts += vec4u(vec4u(outcome) == vec4u(RUNNING, CONVERGED, DIVERGED, NON_FINITE));
    let hasLoss = (outcome != NON_FINITE) & isFinite(seen.x);
    let hasNorm = (outcome != NON_FINITE) & isFinite(seen.y);
    let key = sortKey(seen.x);
    // Far outside the domain a loss may be nothing but cancellation, and lower than any that there is inside.
    let isInside = all((at >= vec2f(domain.xmin, domain.ymin)) & (at <= vec2f(domain.xmax, domain.ymax)));
    // The lowest key is the highest of its complement, for which 0 means none yet.
    best = max(best, select(0u, ~key, hasLoss & isInside));
    atomicAdd(&localBins[select(LEFT_OUT, binOf(0u, key), hasLoss)], ONE_LOSS);
    atomicAdd(&localBins[select(LEFT_OUT, binOf(1u, sortKey(seen.y)), hasNorm)], ONE_NORM);
  }
  for (var outcome = 0u; outcome < 4u; outcome++) {
    if (counts[outcome] > 0u) { atomicAdd(&outcomes[COUNTS + outcome], counts[outcome]); }
  }
  if (best > 0u) { atomicMax(&outcomes[BEST], best); }
  workgroupBarrier();

  for (var bin = lane; bin < LEFT_OUT; bin += WORKGROUP) {
    let here = atomicLoad(&localBins[bin]);
    let losses = here % ONE_NORM;
    let norms = here / ONE_NORM;
    if (losses > 0u) { atomicAdd(&counters[bin], losses); }
    if (norms > 0u) { atomicAdd(&counters[BIN_SLOTS + bin], norms); }
  }
}

/// Lowest key, number of keys, and bits of a key's place among them that the first digit leaves open.
struct Interval { low: u32, span: u32, shift: u32 }

@compute @workgroup_size(WORKGROUP)
fn countDigits(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let open = array<u32, QUANTITIES>(found[OPEN], found[OPEN + 1u]);
  if (open[0] + open[1] == 0u) { return; }
  // In registers: from memory they would be fetched for every trajectory anew, at three times the whole cost.
  var intervals: array<Interval, TARGETS>;
  for (var k = 0u; k < TARGETS; k++) {
    let span = found[OPEN_SPANS + k];
    intervals[k] = Interval(found[OPEN_LOWS + k], span, shiftOf(span));
  }
  for (var i = id.x; i < domain.count; i += groups.x * WORKGROUP) {
    let seen = observe[i];
    let isCounted = statusOf(status[i]) != NON_FINITE;
    let lossKey = sortKey(seen.x);
    let normKey = sortKey(seen.y);
    var loss = NOWHERE;
    for (var k = 0u; k < open[0]; k++) { loss = min(loss, placeIn(intervals[k], k, lossKey)); }
    var norm = NOWHERE;
    for (var k = RANKS_EACH; k < RANKS_EACH + open[1]; k++) { norm = min(norm, placeIn(intervals[k], k, normKey)); }
    // Loops that run once or not at all, since those are skipped where nothing in sight is counted; an `if` is not.
    for (loss = select(NOWHERE, loss, isCounted & isFinite(seen.x)); loss != NOWHERE; loss = NOWHERE) {
      atomicAdd(&counters[loss], 1u);
    }
    for (norm = select(NOWHERE, norm, isCounted & isFinite(seen.y)); norm != NOWHERE; norm = NOWHERE) {
      atomicAdd(&counters[norm], 1u);
    }
  }
}

/// Where a key of an interval is counted. Intervals of a quantity do not overlap.
fn placeIn(interval: Interval, k: u32, key: u32) -> u32 {
  let above = key - interval.low;
  return select(NOWHERE, k * DIGITS + (above >> interval.shift), above < interval.span);
}

fn shiftOf(span: u32) -> u32 {
  return 32u - DIGIT_BITS - min(32u - DIGIT_BITS, countLeadingZeros(span - 1u));
}

/// One workgroup: each lane adds up its share of the counts, and the one whose share holds the rank goes on.
@compute @workgroup_size(WORKGROUP)
fn pick(@builtin(local_invocation_index) lane: u32) {
  let turn = found[TURN];
  let isFirst = turn == 0u;
  let each = select(DIGITS, BIN_SLOTS, isFirst) / WORKGROUP;
  for (var wanted = 0u; wanted < TARGETS; wanted++) {
    let quantity = wanted / RANKS_EACH;
    let slot = select(found[SLOTS + wanted] * DIGITS, quantity * BIN_SLOTS, isFirst);
    let isOpen = isFirst || found[SPANS + wanted] > 1u;
    var own = 0u;
    for (var k = 0u; isOpen && k < each; k++) { own += counted[slot + lane * each + k]; }
    subtotals[lane] = own;
    workgroupBarrier();
    var before = 0u;
    var total = 0u;
    for (var k = 0u; k < WORKGROUP; k++) {
      before += select(0u, subtotals[k], k < lane);
      total += subtotals[k];
    }
    if (isFirst && lane == 0u) { found[POPULATIONS + quantity] = total; }
    let sought = select(found[RANKS + wanted], rankOf(wanted % RANKS_EACH, total), isFirst);
    if (isOpen && sought >= before && sought - before < own) {
      var rank = sought - before;
      var digit = lane * each;
      for (; rank >= counted[slot + digit]; digit++) { rank -= counted[slot + digit]; }
      found[RANKS + wanted] = rank;
      if (isFirst) { narrowToBin(wanted, quantity, digit); } else { narrowToDigit(wanted, digit); }
    }
    workgroupBarrier();
  }
  storageBarrier();
  if (lane < QUANTITIES) { listOpen(lane); }
  if (lane == 0u) { found[TURN] = turn + 1u; }
  // The bins are read; the digits' places are the next turn's.
  for (var k = lane; !isFirst && k < TARGETS * DIGITS; k += WORKGROUP) { counted[k] = 0u; }
}

fn narrowToBin(wanted: u32, quantity: u32, bin: u32) {
  let above = quantity * BIN_SLOTS + bin;
  let low = select(edges[max(above, 1u) - 1u], 0u, bin == 0u);
  found[LOWS + wanted] = low;
  found[SPANS + wanted] = edges[above] - low;
}

fn narrowToDigit(wanted: u32, digit: u32) {
  let span = found[SPANS + wanted];
  let shift = shiftOf(span);
  found[LOWS + wanted] += digit << shift;
  found[SPANS + wanted] = min(1u << shift, span - (digit << shift));
}

/// The intervals of a quantity that are no single key yet, each once: ranks beside each other mostly share theirs.
fn listOpen(quantity: u32) {
  let first = quantity * RANKS_EACH;
  var end = first;
  for (var wanted = first; wanted < first + RANKS_EACH; wanted++) {
    if (found[SPANS + wanted] <= 1u) { continue; }
    var slot = first;
    for (; slot < end && found[OPEN_LOWS + slot] != found[LOWS + wanted]; slot++) {}
    found[SLOTS + wanted] = slot;
    if (slot < end) { continue; }
    found[OPEN_LOWS + end] = found[LOWS + wanted];
    found[OPEN_SPANS + end] = found[SPANS + wanted];
    end++;
  }
  found[OPEN + quantity] = end - first;
}

/// The order statistics on either side of the 5 %, 50 % and 95 % quantile, counted from 0.
fn rankOf(which: u32, population: u32) -> u32 {
  let percent = array<u32, 3>(5u, 50u, 95u);
  let last = max(population, 1u) - 1u;
  return min(percent[which / 2u] * last / 100u + which % 2u, last);
}
