// Loss and gradient on a grid of size × size vertices, edges included, row by row, x fastest.
// Generated before this file: Params, Grid, STRIP, the surface's functions.

@group(0) @binding(0) var<uniform> grid: Grid;
@group(0) @binding(1) var<uniform> params: Params;
/// (loss, ∂x, ∂y, 0) per vertex.
@group(0) @binding(2) var<storage, read_write> vertices: array<vec4f>;

/// A thread does STRIP vertices of a column, so that threads beside each other write beside each other.
@compute @workgroup_size(WORKGROUP)
fn landscape(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * WORKGROUP;
  if (i >= grid.size * ((grid.size + STRIP - 1u) / STRIP)) { return; }
  let size = grid.size;
  let column = i % size;
  let first = i / size * STRIP;
  let end = min(first + STRIP, size);
  let origin = vec2f(grid.originX, grid.originY);
  let extent = vec2f(grid.width, grid.height);
  for (var row = first; row < end; row++) {
    let p = origin + vec2f(f32(column), f32(row)) / f32(grid.size - 1u) * extent;
    let at = surfaceLossGradient(p);
    vertices[row * size + column] = vec4f(at.loss, at.gradient, 0.0);
  }
}
