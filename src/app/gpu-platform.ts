import { createGpuDevice } from '../gpu/device.ts';
import { createGpuEngine } from '../gpu/gpu-engine.ts';
import { mostTrajectories } from './limits.ts';
import type { Platform } from './platform.ts';

/** WebGPU for everything. @throws 'no-webgpu' or 'no-adapter' */
export async function createGpuPlatform(): Promise<Platform> {
  const gpu = await createGpuDevice(navigator.gpu);
  const { device, isSoftware, adapterName, limits } = gpu;
  const engine = createGpuEngine(gpu);
  return {
    ...{ engine, gpuEngine: engine, device, isSoftware },
    name: adapterName,
    shortcoming: null,
    maxCount: mostTrajectories(limits),
    drawn: () => device.queue.onSubmittedWorkDone(),
    lost: new Promise((resolve) => {
      void gpu.lost.then(({ reason, message }) => {
        if (reason !== 'destroyed') resolve({ message: message || reason });
      });
    }),
    dispose() {
      engine.dispose();
      gpu.dispose();
    },
  };
}
