import { assertGridSize, splitVertices, VERTEX_FLOATS } from '../engine/landscape.ts';
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
    return {
      size,
      domain,
      buffer,
      ...splitVertices(new Float32Array(vertices)),
      dispose: () => own.dispose(),
    };
  } catch (error) {
    own.dispose();
    throw error;
  }
}
