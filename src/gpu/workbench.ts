import type { PlannedSurface } from '../engine/plan.ts';
import { dispatchThreads } from './dispatch.ts';
import { paramsLayout, type ShaderText } from './kernels.ts';
import type { Kernel, Pipelines } from './pipelines.ts';
import type { Readback } from './readback.ts';
import type { Scope } from './scope.ts';
import type { Timing } from './timing.ts';
import { UNIFORM_USAGE } from './usage.ts';

/** What every piece of work on the device is done with. Owned by the engine. */
export interface Workbench {
  device: GPUDevice;
  isSoftware: boolean;
  scope: Scope;
  pipelines: Pipelines;
  readback: Readback;
  timing: Timing;
  text: ShaderText;
}

export function upload(
  { device }: Pick<Workbench, 'device'>,
  into: Scope,
  label: string,
  data: ArrayBuffer,
  usage: GPUBufferUsageFlags,
): GPUBuffer {
  const buffer = into.buffer(label, data.byteLength, usage);
  device.queue.writeBuffer(buffer, 0, data);
  return buffer;
}

/** A surface's parameters, under the names that printed WGSL gives them. */
export function packParams({ compiled, params }: PlannedSurface): ArrayBuffer {
  const values = Object.fromEntries(compiled.parameters.map((name) => [`p_${name}`, params[name]!]));
  return paramsLayout(compiled).pack(values);
}

export const uploadParams = (
  bench: Pick<Workbench, 'device'>,
  into: Scope,
  surface: PlannedSurface,
): GPUBuffer => upload(bench, into, 'parameters', packParams(surface), UNIFORM_USAGE);

/** Submits one dispatch of at least `threads` threads. */
export function runOnce(
  { device }: Pick<Workbench, 'device'>,
  kernel: Kernel,
  group: GPUBindGroup,
  threads: number,
): void {
  const encoder = device.createCommandEncoder({ label: kernel.label });
  const pass = encoder.beginComputePass({ label: kernel.label });
  pass.setPipeline(kernel.pipeline);
  pass.setBindGroup(0, group);
  dispatchThreads(pass, threads);
  pass.end();
  device.queue.submit([encoder.finish()]);
}
