import { RavineError } from '../core/errors.ts';
import { VERTEX_FLOATS } from '../engine/landscape.ts';
import type { PlannedSurface } from '../engine/plan.ts';
import { extent } from '../engine/starts.ts';
import type { GpuDevice } from '../gpu/device.ts';
import { createGpuEngine } from '../gpu/gpu-engine.ts';
import { landscapeForm } from '../gpu/kernel-form.ts';
import { gridLayout, landscapeKernel } from '../gpu/kernels.ts';
import { createPipelines } from '../gpu/pipelines.ts';
import { createScope, type Scope } from '../gpu/scope.ts';
import { SWARM_USAGE, UNIFORM_USAGE } from '../gpu/usage.ts';
import { wgslFiles } from '../gpu/wgsl-files.ts';
import { runOnce, upload, uploadParams } from '../gpu/workbench.ts';
import { landscapeRows } from '../reference/landscape.ts';
import type { BenchOptions } from './options.ts';
import { median, type Spread, spreadOf } from './statistics.ts';
import { planOf } from './workload.ts';

/** Loss and gradient of Rosenbrock on a grid. */
export interface LandscapeResult {
  /** 'gpu' leaves the vertices where they are drawn from; the page also reads them back, once per surface. */
  engine: 'cpu' | 'gpu' | 'gpu, read back';
  /** Vertices along each side. */
  size: number;
  milliseconds: Spread;
  /** Times as fast as the CPU engine in the same turns, median of the turns' ratios. */
  toCpu: number | null;
  samples: readonly number[];
}

const SIZES = [256, 1024, 4096];
/** A sample is the mean of as many landscapes as take this long together. */
const LEAST_MS = 50;

interface Painter {
  engine: LandscapeResult['engine'];
  run(): Promise<void>;
  samples: number[];
}

/**
 * Both engines in turns, the places of the vertices included.
 * @param gpu borrowed; null where there is none
 */
export async function measureLandscapes(
  gpu: GpuDevice | null,
  { repetitions }: Pick<BenchOptions, 'repetitions'>,
  onProgress: (fraction: number, text: string) => void,
): Promise<LandscapeResult[]> {
  const { surface } = planOf({ optimizer: 'adam', surface: 'rosenbrock', trajectories: 1 });
  const results: LandscapeResult[] = [];
  for (const [index, size] of SIZES.entries()) {
    const scope = gpu === null ? null : createScope(gpu, 'landscapes');
    try {
      const painters = [
        cpuPainter(surface, size),
        ...(gpu === null || scope === null ? [] : await gpuPainters(gpu, scope, surface, size)),
      ];
      for (let turn = -1; turn < repetitions; turn++) {
        onProgress((index + (turn + 1) / (repetitions + 1)) / SIZES.length, `${size} × ${size} vertices`);
        for (const { run, samples } of painters) {
          // What the one before has left behind, such as memory to be given back, is not this one's.
          const times = Math.max(1, Math.ceil(LEAST_MS / (await millisecondsFor(run, 1))));
          const sample = (await millisecondsFor(run, times)) / times;
          // The first turn warms up.
          if (turn >= 0) samples.push(sample);
        }
      }
      const cpu = painters[0].samples;
      for (const { engine, samples } of painters) {
        const toCpu = engine === 'cpu' ? null : median(samples.map((sample, turn) => cpu[turn] / sample));
        results.push({ engine, size, milliseconds: spreadOf(samples), toCpu, samples });
      }
    } finally {
      scope?.dispose();
    }
  }
  return results;
}

async function millisecondsFor(run: () => Promise<void>, times: number): Promise<number> {
  const from = performance.now();
  for (let k = 0; k < times; k++) await run();
  return performance.now() - from;
}

const cpuPainter = (surface: PlannedSurface, size: number): Painter => ({
  engine: 'cpu',
  run: async () => {
    landscapeRows(surface, { size, domain: surface.domain, from: 0, count: size });
  },
  samples: [],
});

/** None where the device has no memory for as many vertices. */
async function gpuPainters(
  gpu: GpuDevice,
  scope: Scope,
  surface: PlannedSurface,
  size: number,
): Promise<Painter[]> {
  const engine = createGpuEngine(gpu);
  scope.onDispose(() => engine.dispose());
  try {
    const kernel = await createPipelines(gpu).get(
      landscapeKernel(
        (path) => wgslFiles[path],
        surface.compiled,
        landscapeForm(surface.compiled, gpu.isSoftware),
      ),
      'landscape',
    );
    const [originX, width, originY, height] = extent(surface.domain);
    const grid = gridLayout.pack({ size, originX, originY, width, height });
    const group = kernel.bind('landscape', [
      upload(gpu, scope, 'grid', grid, UNIFORM_USAGE),
      uploadParams(gpu, scope, surface),
      scope.buffer('vertices', size * size * VERTEX_FLOATS * 4, SWARM_USAGE),
    ]);
    return [
      {
        engine: 'gpu',
        async run() {
          runOnce(gpu, kernel, group, size * Math.ceil(size / kernel.perThread));
          await gpu.device.queue.onSubmittedWorkDone();
        },
        samples: [],
      },
      {
        engine: 'gpu, read back',
        run: async () => (await engine.landscape(surface, size)).dispose(),
        samples: [],
      },
    ];
  } catch (error) {
    if (error instanceof RavineError && error.code === 'device-limit') return [];
    throw error;
  }
}
