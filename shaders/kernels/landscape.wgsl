// Loss and gradient on a grid of size × size vertices, edges included, row by row, x fastest.
// Generated before this file: Params, Grid, the surface's functions.

@group(0) @binding(0) var<uniform> grid: Grid;
@group(0) @binding(1) var<uniform> params: Params;
/// (loss, ∂x, ∂y, 0) per vertex.
@group(0) @binding(2) var<storage, read_write> vertices: array<vec4f>;

@compute @workgroup_size(WORKGROUP)
fn landscape(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * WORKGROUP;
  if (i >= grid.size * grid.size) { return; }
  let cell = vec2f(f32(i % grid.size), f32(i / grid.size));
  let p = vec2f(grid.originX, grid.originY) + cell / f32(grid.size - 1u) * vec2f(grid.width, grid.height);
  let at = surfaceLossGradient(p);
  vertices[i] = vec4f(at.loss, at.gradient, 0.0);
}
