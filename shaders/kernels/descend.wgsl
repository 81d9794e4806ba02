// Some steps of every trajectory of one team. Position and state live in registers while the steps run, so that memory
// traffic per step falls as 1/steps. Twin of src/reference/descend.ts and gradient-transform.ts: take the gradient that the step
// is made with, step, judge the new position, judge loss and gradient there.
//
// Generated before this file: T, State, loadState, storeState, Hyper, Scalars, Params, Run, Dispatch, the surface's
// functions, `advance` and `gradientAt`, which know the optimizer and its wrappers, and which rules this run has: ADDS_NOISE,
// TAKEN_ELSEWHERE, CLIMBS, CLIPS_NORM, CLIPS_VALUE, CENTRALIZES, STOPS_BY_NORM, STOPS_BY_LOSS, SWEEPS. The rules are constants
// because some devices work through both sides of every branch: unused noise alone made SwiftShader three times slower.

@group(0) @binding(0) var<uniform> run: Run;
@group(0) @binding(1) var<uniform> hyper: Hyper;
@group(0) @binding(2) var<uniform> params: Params;
@group(0) @binding(3) var<uniform> dispatch: Dispatch;
@group(0) @binding(4) var<storage, read> scalars: array<Scalars, SCALAR_ROWS>;
@group(0) @binding(5) var<storage, read_write> position: array<vec2f>;
/// Slot-major: slot s of trajectory i is at s · count + i.
@group(0) @binding(6) var<storage, read_write> state: array<T>;
@group(0) @binding(7) var<storage, read_write> status: array<u32>;
/// (loss, gradient norm) at the stored position.
@group(0) @binding(8) var<storage, read_write> observe: array<vec2f>;

const NOISE_DRAW = 1u; // starts use draw 0
const CLIP_EPSILON = 1e-6; // torch's clip_grad_norm_ adds it to the norm
const SAM_EPSILON = 1e-12; // keeps the climb from dividing by zero at a stationary point

@compute @workgroup_size(WORKGROUP)
fn descend(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * WORKGROUP;
  if (i >= run.count) { return; }
  // A dispatch of no steps judges starts, and refreshes what is observed, also of those at rest.
  if (statusOf(status[i]) != RUNNING && dispatch.steps > 0u) { return; }

  var theta = position[i];
  var s = loadState(i);
  let h = hyper;
  // Of all trajectories of the team, of which a run may hold a part: its start's noise, its learning rate's scalars.
  let start = (run.first + i) % run.starts;
  let rate = (run.first + i) / run.starts;
  let before = statusOf(status[i]);
  var outcome = before;
  var at: LossGradient;
  let steps = dispatch.steps;
  let firstScalars = dispatch.firstScalars;
  var k = 0u;
  // One place where the surface is evaluated, for the steps and for what is observed after them: every further one is
  // compiled, and on some devices executed, again.
  loop {
    at = surfaceLossGradient(theta);
    outcome = select(outcome, judgePlace(at), outcome == RUNNING);
    if ((outcome != RUNNING) | (k == steps)) { break; }
    var place = firstScalars + k;
    if (SWEEPS) { place = place * run.rates + rate; }
    let row = scalars[place];
    let taken = takeGradient(theta, at.gradient, s, h, row, start, dispatch.firstStep + k);
    if ((TAKEN_ELSEWHERE || CLIMBS) && !taken.isFinite) {
      outcome = NON_FINITE;
      break;
    }
    let next = advance(theta, taken.g, at, &s, h, row);
    k += 1u;
    // By selection, not by branches: those cost devices that take both sides.
    outcome = select(select(NON_FINITE, DIVERGED, isFinite2(next)), RUNNING, isWithin(next));
    theta = select(next, theta, outcome == NON_FINITE); // which keeps the last position that it had
  }
  if (outcome != before) { status[i] = packStatus(outcome, dispatch.firstStep + k); }
  if (k > 0u) {
    position[i] = theta;
    storeState(i, s);
  }
  observe[i] = vec2f(at.loss, mathHypot(at.gradient.x, at.gradient.y));
}

/// What a place makes of a trajectory: every position is judged, from the start to the last. By selection, not by early
/// return: every branch costs those devices that take both sides.
fn judgePlace(at: LossGradient) -> u32 {
  var outcome = RUNNING;
  if (STOPS_BY_NORM) {
    let norm = mathHypot(at.gradient.x, at.gradient.y);
    outcome = select(outcome, CONVERGED, norm <= run.stopNorm);
  }
  if (STOPS_BY_LOSS) {
    outcome = select(outcome, CONVERGED, at.loss <= run.stopLoss);
  }
  let largest = max(max(magnitudeBits(at.gradient.x), magnitudeBits(at.gradient.y)), magnitudeBits(at.loss));
  return select(NON_FINITE, outcome, largest < EXPONENT_BITS);
}

/// Whether a position is a number and no farther from the domain's centre than trajectories may get. Magnitudes have the
/// order of their bits, in which infinities and NaN come last.
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

fn takeGradient(theta: vec2f, atTheta: vec2f, s: State, h: Hyper, row: Scalars, start: u32, t: u32) -> Taken {
  var slope = atTheta;
  var place = theta;
  var isTaken = true;
  var noise = vec2f();
  if (ADDS_NOISE) {
    let bits = randomBits(run.seed, start, t, NOISE_DRAW);
    noise = run.noise * normalPair(bits.x, bits.y);
  }
  if (TAKEN_ELSEWHERE) {
    place = gradientAt(theta, s, h, row);
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
