import type { Plan } from '../engine/plan.ts';
import { cloudOf, extent, generateStarts } from '../engine/starts.ts';
import { dispatchThreads } from './dispatch.ts';
import { startsLayout } from './kernels.ts';
import type { Kernel } from './pipelines.ts';
import type { Scope } from './scope.ts';
import { UNIFORM_USAGE } from './usage.ts';

/** Numbers of `shaders/kernels/starts.wgsl`; given points are uploaded instead. */
const kinds = { grid: 0, uniform: 1, normal: 2, ring: 3 } as const;

/** Writes the starts of a run into a position buffer; caller submits. Returned once, used at every restart. */
export function createStarts(
  device: GPUDevice,
  scope: Scope,
  kernel: Kernel,
  plan: Plan,
  position: GPUBuffer,
): (encoder: GPUCommandEncoder) => void {
  const { starts } = plan.spec;
  if (starts.kind === 'points') {
    const points = new Float32Array(generateStarts(plan));
    return () => device.queue.writeBuffer(position, 0, points);
  }
  const uniform = scope.buffer('starts', startsLayout.bytes, UNIFORM_USAGE);
  device.queue.writeBuffer(uniform, 0, startsLayout.pack({ ...geometry(plan), kind: kinds[starts.kind] }));
  const group = kernel.bind('starts', [uniform, position]);
  return (encoder) => {
    const pass = encoder.beginComputePass({ label: 'starts' });
    pass.setPipeline(kernel.pipeline);
    pass.setBindGroup(0, group);
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
