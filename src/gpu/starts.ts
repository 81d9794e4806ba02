import type { Plan } from '../engine/plan.ts';
import { cloudOf, extent, generateStarts } from '../engine/starts.ts';
import { dispatchThreads } from './dispatch.ts';
import { startsLayout } from './kernels.ts';
import type { Kernel } from './pipelines.ts';
import type { Scope } from './scope.ts';
import { UNIFORM_USAGE } from './usage.ts';

/** Numbers of `shaders/kernels/starts.wgsl`; given points are uploaded instead. */
const kinds = { grid: 0, uniform: 1, normal: 2, ring: 3 } as const;

/** Encodes the starts of a plan into a position buffer, or writes them, before what `encoder` holds. */
export type WriteStarts = (
  encoder: GPUCommandEncoder,
  kernel: Kernel,
  plan: Plan,
  position: GPUBuffer,
) => void;

/** Once for a run, for all its plans and restarts. */
export function createStarts(device: GPUDevice, scope: Scope): WriteStarts {
  const uniform = scope.buffer('starts', startsLayout.bytes, UNIFORM_USAGE);
  return (encoder, kernel, plan, position) => {
    const { starts } = plan.spec;
    if (starts.kind === 'points') {
      device.queue.writeBuffer(position, 0, new Float32Array(generateStarts(plan)));
      return;
    }
    device.queue.writeBuffer(uniform, 0, startsLayout.pack({ ...geometry(plan), kind: kinds[starts.kind] }));
    const pass = encoder.beginComputePass({ label: 'starts' });
    pass.setPipeline(kernel.pipeline);
    pass.setBindGroup(0, kernel.bind('starts', [uniform, position]));
    dispatchThreads(pass, plan.count);
    pass.end();
  };
}

function geometry({ starts: all, first, count, spec: { starts, seed }, surface: { domain } }: Plan) {
  const columns = Math.ceil(Math.sqrt(all));
  const shape = { count: all, first, held: count, seed, columns, rows: Math.ceil(all / columns) };
  if (starts.kind === 'normal' || starts.kind === 'ring') {
    const cloud = cloudOf(starts, starts.kind === 'normal' ? starts.spread : starts.radius, domain);
    return { ...shape, originX: cloud.x, originY: cloud.y, sizeX: cloud.sizeX, sizeY: cloud.sizeY };
  }
  const [originX, sizeX, originY, sizeY] = extent(domain);
  return { ...shape, originX, originY, sizeX, sizeY };
}
