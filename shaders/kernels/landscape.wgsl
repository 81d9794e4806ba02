// Loss and gradient on a grid of size × size vertices, edges included, row by row, x fastest.
// Generated before this file: Params, Grid, STRIP, UNROLL, the surface's functions.

@group(0) @binding(0) var<uniform> grid: Grid;
@group(0) @binding(1) var<uniform> paramsUniform: Params;
/// (loss, ∂x, ∂y, 0) per vertex.
@group(0) @binding(2) var<storage, read_write> vertices: array<vec4f>;

// In registers, as in descend.wgsl.
var<private> params: Params;

/// A thread does STRIP vertices of a column, so that threads beside each other write beside each other.
@compute @workgroup_size(WORKGROUP)
fn landscape(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * WORKGROUP;
  if (i >= grid.size * ((grid.size + STRIP - 1u) / STRIP)) { return; }
  params = paramsUniform;
  let size = grid.size;
  let column = i % size;
  let first = i / size * STRIP;
  let end = min(first + STRIP, size);
  let last = f32(size - 1u);
  let x = grid.originX + f32(column) / last * grid.width;
  let originY = grid.originY;
  let height = grid.height;
  for (var row = first; row < end; row += UNROLL) {
    write(row * size + column, x, originY + f32(row) / last * height);
    if (UNROLL > 1u) {
      // Beyond the end the last one once more, which costs less than asking.
      let second = min(row + 1u, end - 1u);
      let third = min(row + 2u, end - 1u);
      let fourth = min(row + 3u, end - 1u);
      write(second * size + column, x, originY + f32(second) / last * height);
      write(third * size + column, x, originY + f32(third) / last * height);
      write(fourth * size + column, x, originY + f32(fourth) / last * height);
    }
  }
}

fn write(i: u32, x: f32, y: f32) {
  let at = surfaceLossGradient(vec2f(x, y));
  vertices[i] = vec4f(at.loss, at.gradient, 0.0);
}
