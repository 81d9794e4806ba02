import { RavineError } from '../core/errors.ts';
import type { PlannedSurface } from '../engine/plan.ts';
import type { Domain } from '../engine/run-spec.ts';
import { extent } from '../engine/starts.ts';
import { gridLayout, landscapeKernel } from './kernels.ts';
import { SWARM_USAGE, UNIFORM_USAGE } from './usage.ts';
import { runOnce, upload, uploadParams, type Workbench } from './workbench.ts';

/** The grid of losses and gradients that a surface is drawn from. The creator disposes. */
export interface GpuLandscape {
  /** Vertices along each side. */
  size: number;
  domain: Domain;
  /** vec4f (loss, ∂x, ∂y, 0) per vertex, row by row from (xmin, ymin), x fastest, edges included. */
  buffer: GPUBuffer;
  /** [size²], the same read back. */
  loss: Float32Array;
  /** [size² × 2], interleaved. */
  gradient: Float32Array;
  dispose(): void;
}

const VERTEX_FLOATS = 4;

export async function createLandscape(
  bench: Workbench,
  surface: PlannedSurface,
  size: number,
  domain: Domain,
): Promise<GpuLandscape> {
  bench.scope.assertAlive();
  assertGridSize(size);
  const kernel = await bench.pipelines.get(landscapeKernel(bench.text, surface.compiled), 'landscape');
  const own = bench.scope.child('landscape');
  try {
    const buffer = own.buffer('vertices', size * size * VERTEX_FLOATS * 4, SWARM_USAGE);
    const [originX, width, originY, height] = extent(domain);
    const grid = gridLayout.pack({ size, originX, originY, width, height });
    const gridUniform = upload(bench, own, 'grid', grid, UNIFORM_USAGE);
    const params = uploadParams(bench, own, surface);
    runOnce(bench, kernel, kernel.bind('landscape', [gridUniform, params, buffer]), size * size);
    const [vertices] = await bench.readback.read([{ buffer }]);
    own.release(gridUniform);
    own.release(params);
    return { size, domain, buffer, ...unpack(vertices), dispose: () => own.dispose() };
  } catch (error) {
    own.dispose();
    throw error;
  }
}

function assertGridSize(size: number): void {
  if (Number.isInteger(size) && size >= 2) return;
  throw new RavineError('bad-input', `A landscape cannot have ${size} vertices along each side.`, {
    field: 'size',
    cure: 'Take a whole number, at least 2.',
  });
}

function unpack(buffer: ArrayBuffer): { loss: Float32Array; gradient: Float32Array } {
  const vertices = new Float32Array(buffer);
  const n = vertices.length / VERTEX_FLOATS;
  const loss = new Float32Array(n);
  const gradient = new Float32Array(2 * n);
  for (let i = 0; i < n; i++) {
    loss[i] = vertices[VERTEX_FLOATS * i];
    gradient[2 * i] = vertices[VERTEX_FLOATS * i + 1];
    gradient[2 * i + 1] = vertices[VERTEX_FLOATS * i + 2];
  }
  return { loss, gradient };
}
