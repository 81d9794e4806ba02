import { assertGridSize, splitVertices, VERTEX_FLOATS } from '../engine/landscape.ts';
import type { PlannedSurface } from '../engine/plan.ts';
import type { Domain } from '../engine/run-spec.ts';
import { extent } from '../engine/starts.ts';
import { landscapeForm } from './kernel-form.ts';
import { gridLayout, landscapeKernel } from './kernels.ts';
import { SWARM_USAGE, UNIFORM_USAGE } from './usage.ts';
import { packParams, runOnce, type Workbench } from './workbench.ts';

/** The grid of losses and gradients that a surface is drawn from. The creator disposes. */
export interface GpuLandscape {
  /** Vertices along each side. */
  readonly size: number;
  readonly domain: Domain;
  /** vec4f (loss, ∂x, ∂y, 0) per vertex, row by row from (xmin, ymin), x fastest, edges included. */
  readonly buffer: GPUBuffer;
  /** [size²], the same read back. */
  readonly loss: Float32Array;
  /** [size² × 2], interleaved. */
  readonly gradient: Float32Array;
  /** Becomes another surface's, in the same memory: for one that nobody looks at any more. */
  renew(surface: PlannedSurface, domain?: Domain): Promise<void>;
  dispose(): void;
}

/** Numbers of a surface's parameters that need no other memory when they become more, bytes. */
const PARAMS_BYTES = 256;

export async function createLandscape(
  bench: Workbench,
  surface: PlannedSurface,
  size: number,
  domain: Domain,
): Promise<GpuLandscape> {
  bench.scope.assertAlive();
  assertGridSize(size);
  const own = bench.scope.child('landscape');
  const { queue } = bench.device;
  try {
    const buffer = own.buffer('vertices', size * size * VERTEX_FLOATS * 4, SWARM_USAGE);
    const grid = own.buffer('grid', gridLayout.bytes, UNIFORM_USAGE);
    let params = own.buffer('parameters', PARAMS_BYTES, UNIFORM_USAGE);

    const fill = async (of: PlannedSurface, region: Domain) => {
      const form = landscapeForm(of.compiled, bench.isSoftware);
      const kernel = await bench.pipelines.get(landscapeKernel(bench.text, of.compiled, form), 'landscape');
      own.assertAlive();
      const packed = packParams(of);
      if (packed.byteLength > params.size) {
        own.release(params);
        params = own.buffer('parameters', packed.byteLength, UNIFORM_USAGE);
      }
      const [originX, width, originY, height] = extent(region);
      queue.writeBuffer(grid, 0, gridLayout.pack({ size, originX, originY, width, height }));
      queue.writeBuffer(params, 0, packed);
      runOnce(
        bench,
        kernel,
        kernel.bind('landscape', [grid, params, buffer]),
        size * Math.ceil(size / kernel.perThread),
      );
      const [vertices] = await bench.readback.read([{ buffer }]);
      return { domain: region, ...splitVertices(new Float32Array(vertices!)) };
    };

    const landscape = {
      ...{ size, buffer },
      ...(await fill(surface, domain)),
      async renew(next: PlannedSurface, region = next.domain): Promise<void> {
        Object.assign(landscape, await fill(next, region));
      },
      dispose: () => own.dispose(),
    };
    return landscape;
  } catch (error) {
    own.dispose();
    throw error;
  }
}
