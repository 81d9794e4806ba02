import { afterAll } from 'vitest';
import { createNodeGpuDevice } from '../../src/cli/node-gpu.ts';
import type { GpuDevice } from '../../src/gpu/device.ts';

let shared: Promise<GpuDevice> | undefined;

/** One device per test file, made on first use and disposed of after its last test. */
export function sharedGpu(): Promise<GpuDevice> {
  shared ??= createNodeGpuDevice();
  return shared;
}

/** The same device, worked with as if it were no program: its kernels have another form. */
export const asHardware = async (): Promise<GpuDevice> => ({ ...(await sharedGpu()), isSoftware: false });

afterAll(async () => {
  (await shared)?.dispose();
  shared = undefined;
});
