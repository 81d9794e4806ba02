import { afterAll } from 'vitest';
import { createNodeGpuDevice } from '../../src/cli/node-gpu.ts';
import type { GpuDevice } from '../../src/gpu/device.ts';

let shared: Promise<GpuDevice> | undefined;

/** One device per test file, made on first use and disposed of after its last test. */
export function sharedGpu(): Promise<GpuDevice> {
  shared ??= createNodeGpuDevice();
  return shared;
}

afterAll(async () => {
  (await shared)?.dispose();
  shared = undefined;
});
