// Some steps of every trajectory of one team. Position and state live in registers while the steps run, so that memory
// traffic per step falls as 1/steps. Twin of src/reference/descend.ts and gradient-transform.ts: take the gradient that the step
// is made with, step, judge the new position, judge loss and gradient there.
//
// Every position is judged, but not one by one: a trajectory hurries through all steps and keeps what a judge has to know
// of the way, as extremes. Only if they say that it may have ended does it walk: from where it started, judging at every
// step. On a surface of so many operations that judging costs nothing beside them all walk from the start: a second loop
// takes as long again to compile. docs/performance.md has what this and every other choice here was measured to bring.
//
// Generated before this file: State, loadX, loadY, storeState, Hyper, Scalars, Params, Run, Dispatch, the surface's
// functions, `advance` and `placeOfGradient`, which know the optimizer and its wrappers; how a thread works: LANES, UNROLL,
// HURRIES; and which rules this run has: ADDS_NOISE, TAKEN_ELSEWHERE, CLIMBS, CLIPS_NORM, CLIPS_VALUE, CENTRALIZES,
// STOPS_BY_NORM, STOPS_BY_LOSS, SWEEPS. The rules are constants because some devices work through both sides of every
// branch: unused noise alone made SwiftShader three times slower.

@group(0) @binding(0) var<uniform> runUniform: Run;
@group(0) @binding(1) var<uniform> hyperUniform: Hyper;
@group(0) @binding(2) var<uniform> paramsUniform: Params;
@group(0) @binding(3) var<uniform> dispatchUniform: Dispatch;
@group(0) @binding(4) var<storage, read> scalars: array<Scalars, SCALAR_ROWS>;
@group(0) @binding(5) var<storage, read_write> position: array<vec2f>;
/// Slot-major: slot s of trajectory i is at s · count + i.
@group(0) @binding(6) var<storage, read_write> state: array<vec2f>;
@group(0) @binding(7) var<storage, read_write> status: array<u32>;
/// (loss, gradient norm) at the stored position.
@group(0) @binding(8) var<storage, read_write> observe: array<vec2f>;

// The uniforms in registers: what a loop reads from a uniform, a GPU that is a program loads again for every step.
var<private> run: Run;
var<private> hyper: Hyper;
var<private> params: Params;
var<private> dispatch: Dispatch;
var<private> threads: u32;

const NOISE_DRAW = 1u; // starts use draw 0
const CLIP_EPSILON = 1e-6; // torch's clip_grad_norm_ adds it to the norm
const SAM_EPSILON = 1e-12; // keeps the climb from dividing by zero at a stationary point

/// A trajectory on its way.
struct Runner {
  theta: vec2f,
  x: State,
  y: State,
  /// Extremes since the steps began, as bits of magnitudes, whose order is that of the numbers with infinity and NaN at
  /// the end: of loss and gradient, and of the distance from the domain's centre.
  steepest: u32,
  farthestX: u32,
  farthestY: u32,
}

/// What a thread works on, LANES of them: trajectories share the cost of the loop and of loading a step's scalars.
struct Runners {
  a: Runner,
  b: Runner,
  c: Runner,
  d: Runner,
}

@compute @workgroup_size(WORKGROUP)
fn descend(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * WORKGROUP;
  if (i >= threadsFor(runUniform.count)) { return; }
  run = runUniform;
  hyper = hyperUniform;
  params = paramsUniform;
  dispatch = dispatchUniform;
  threads = threadsFor(run.count);
  var isWanted = false;
  for (var lane = 0u; lane < LANES; lane++) { isWanted = isWanted | takesPart(i + lane * threads); }
  if (!isWanted) { return; }

  var all: Runners;
  all.a = load(i);
  if (LANES > 1u) { all.b = load(i + threads); }
  if (LANES > 2u) {
    all.c = load(i + 2u * threads);
    all.d = load(i + 3u * threads);
  }
  var hurried = 0u;
  if (HURRIES) {
    hurried = dispatch.steps / UNROLL * UNROLL;
    for (var k = 0u; k < hurried; k += UNROLL) {
      all = hurry(all, i, k);
      if (UNROLL > 1u) { all = hurry(all, i, k + 1u); }
    }
  }
  for (var lane = 0u; lane < LANES; lane++) {
    var runner = all.a;
    if (LANES > 1u && lane == 1u) { runner = all.b; }
    if (LANES > 2u && lane == 2u) { runner = all.c; }
    if (LANES > 2u && lane == 3u) { runner = all.d; }
    if (takesPart(i + lane * threads)) { finish(i + lane * threads, runner, hurried); }
  }
}

/// A thread's trajectories lie so many apart: neighbouring threads have neighbours in memory.
fn threadsFor(count: u32) -> u32 {
  return (count + LANES - 1u) / LANES;
}

/// A dispatch of no steps judges starts, and refreshes what is observed, also of those at rest.
fn takesPart(i: u32) -> bool {
  return i < run.count && (statusOf(status[i]) == RUNNING || dispatch.steps == 0u);
}

/// Beyond the last trajectory the last one once more, which nobody stores.
fn load(wanted: u32) -> Runner {
  let i = min(wanted, run.count - 1u);
  return Runner(position[i], loadX(i), loadY(i), 0u, 0u, 0u);
}

/// What depends on the step number alone; where learning rates are side by side, on the trajectory's as well.
fn scalarsOf(i: u32, k: u32) -> Scalars {
  var place = dispatch.firstScalars + k;
  if (SWEEPS) { place = place * run.rates + (run.first + i) / run.starts; }
  return scalars[place];
}

/// Step k of all, judging none.
fn hurry(all: Runners, i: u32, k: u32) -> Runners {
  var next = all;
  let row = scalarsOf(i, k);
  next.a = hurryOne(all.a, row, i, k);
  if (LANES > 1u) { next.b = hurryBeside(all.b, row, i + threads, k); }
  if (LANES > 2u) {
    next.c = hurryBeside(all.c, row, i + 2u * threads, k);
    next.d = hurryBeside(all.d, row, i + 3u * threads, k);
  }
  return next;
}

/// @param row of the trajectory that it is beside
fn hurryBeside(runner: Runner, row: Scalars, i: u32, k: u32) -> Runner {
  var own = row;
  if (SWEEPS) { own = scalarsOf(min(i, run.count - 1u), k); }
  return hurryOne(runner, own, i, k);
}

fn hurryOne(runner: Runner, row: Scalars, i: u32, k: u32) -> Runner {
  let at = surfaceLossGradient(runner.theta);
  let taken = takeGradient(runner, at.gradient, row, i, k);
  var next = advance(runner, taken.g, at, row);
  next.steepest = max(runner.steepest, largestBits(at));
  if (TAKEN_ELSEWHERE || CLIMBS) { next.steepest = select(EXPONENT_BITS, next.steepest, taken.isFinite); }
  if (STOPS_BY_NORM || STOPS_BY_LOSS) { next.steepest = select(next.steepest, EXPONENT_BITS, hasArrived(at)); }
  let distance = next.theta - vec2f(run.centerX, run.centerY);
  next.farthestX = max(runner.farthestX, magnitudeBits(distance.x));
  next.farthestY = max(runner.farthestY, magnitudeBits(distance.y));
  return next;
}

/// Whether no judge would have said a word on the way.
fn isUnjudged(runner: Runner) -> bool {
  let isNearX = runner.farthestX <= bitcast<u32>(run.reachX);
  let isNearY = runner.farthestY <= bitcast<u32>(run.reachY);
  return (runner.steepest < EXPONENT_BITS) & isNearX & isNearY;
}

/// Takes the steps that are left, or all of them again if the trajectory may have ended on the way, judging every position;
/// and stores.
fn finish(i: u32, hurried: Runner, steps: u32) {
  var runner = hurried;
  var k = steps;
  if (!isUnjudged(hurried)) {
    runner = load(i);
    k = 0u;
  }
  let before = statusOf(status[i]);
  var outcome = before;
  var at: LossGradient;
  // One place where the surface is evaluated, for the steps and for what is observed after them: every further one is
  // compiled, and on some devices executed, again.
  loop {
    at = surfaceLossGradient(runner.theta);
    outcome = select(outcome, judgePlace(at), outcome == RUNNING);
    if ((outcome != RUNNING) | (k == dispatch.steps)) { break; }
    let row = scalarsOf(i, k);
    let taken = takeGradient(runner, at.gradient, row, i, k);
    if ((TAKEN_ELSEWHERE || CLIMBS) && !taken.isFinite) {
      outcome = NON_FINITE;
      break;
    }
    let theta = runner.theta;
    runner = advance(runner, taken.g, at, row);
    k += 1u;
    outcome = select(select(NON_FINITE, DIVERGED, isFinite2(runner.theta)), RUNNING, isWithin(runner.theta));
    runner.theta = select(runner.theta, theta, outcome == NON_FINITE); // which keeps the last position that it had
  }
  if (outcome != before) { status[i] = packStatus(outcome, dispatch.firstStep + k); }
  if (k > 0u) {
    position[i] = runner.theta;
    storeState(i, runner.x, runner.y);
  }
  observe[i] = vec2f(at.loss, mathHypot(at.gradient.x, at.gradient.y));
}

/// What a place makes of a trajectory. By selection, not by early return: every branch costs those devices that take both
/// sides.
fn judgePlace(at: LossGradient) -> u32 {
  let outcome = select(RUNNING, CONVERGED, hasArrived(at));
  return select(NON_FINITE, outcome, largestBits(at) < EXPONENT_BITS);
}

fn hasArrived(at: LossGradient) -> bool {
  var arrived = false;
  if (STOPS_BY_NORM) { arrived = mathHypot(at.gradient.x, at.gradient.y) <= run.stopNorm; }
  if (STOPS_BY_LOSS) { arrived = arrived | (at.loss <= run.stopLoss); }
  return arrived;
}

fn largestBits(at: LossGradient) -> u32 {
  return max(max(magnitudeBits(at.gradient.x), magnitudeBits(at.gradient.y)), magnitudeBits(at.loss));
}

/// Whether a position is a number and no farther from the domain's centre than trajectories may get.
fn isWithin(next: vec2f) -> bool {
  let distance = next - vec2f(run.centerX, run.centerY);
  let isNearX = magnitudeBits(distance.x) <= bitcast<u32>(run.reachX);
  let isNearY = magnitudeBits(distance.y) <= bitcast<u32>(run.reachY);
  return isNearX & isNearY;
}

/// The gradient of a step, and whether it was one wherever it was taken.
struct Taken {
  g: vec2f,
  isFinite: bool,
}

/// Of step k of this dispatch.
fn takeGradient(runner: Runner, atTheta: vec2f, row: Scalars, i: u32, k: u32) -> Taken {
  var slope = atTheta;
  var place = runner.theta;
  var isTaken = true;
  var noise = vec2f();
  if (ADDS_NOISE) {
    // Noise belongs to a start, of which a run may hold a part, and is the same in every team.
    let start = (run.first + i) % run.starts;
    let bits = randomBits(run.seed, start, dispatch.firstStep + k, NOISE_DRAW);
    noise = run.noise * normalPair(bits.x, bits.y);
  }
  if (TAKEN_ELSEWHERE) {
    place = placeOfGradient(runner, row);
    slope = surfaceLossGradient(place).gradient;
    isTaken = isFinite2(slope);
  }
  if (CLIMBS) {
    let uphill = slope + noise;
    place += (run.sam / (mathHypot(uphill.x, uphill.y) + SAM_EPSILON)) * uphill;
    slope = surfaceLossGradient(place).gradient;
    isTaken = isTaken & isFinite2(slope);
  }
  var g = slope;
  if (ADDS_NOISE) { g += noise; }
  if (CLIPS_NORM) { g *= min(1.0, run.clipNorm / (mathHypot(g.x, g.y) + CLIP_EPSILON)); }
  if (CLIPS_VALUE) { g = clamp(g, vec2f(-run.clipValue), vec2f(run.clipValue)); }
  if (CENTRALIZES) { g -= 0.5 * g.x + 0.5 * g.y; }
  return Taken(g, isTaken);
}
