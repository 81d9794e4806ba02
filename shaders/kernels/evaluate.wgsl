// Loss, gradient and Hessian at given points.
// Generated before this file: Params, Evaluation, the surface's functions.

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> points: array<vec2f>;
@group(0) @binding(2) var<storage, read_write> evaluations: array<Evaluation>;

@compute @workgroup_size(WORKGROUP)
fn evaluate(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * WORKGROUP;
  if (i >= arrayLength(&points)) { return; }
  let at = surfaceLossGradient(points[i]);
  let hessian = surfaceHessian(points[i]);
  evaluations[i] = Evaluation(at.loss, at.gradient.x, at.gradient.y, hessian.x, hessian.y, hessian.z);
}
