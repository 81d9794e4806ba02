import type { Engine } from '../engine/engine.ts';
import { createGpuEngine, type GpuEngine } from '../gpu/gpu-engine.ts';
import { createCpuEngine } from '../reference/cpu-engine.ts';
import { createNodeGpuDevice } from './node-gpu.ts';

export const engineKinds = ['cpu', 'gpu'] as const;
export type EngineKind = (typeof engineKinds)[number];

/**
 * Lends a command the engine it asked for, and disposes of engine and device whatever becomes of the work.
 * @throws RavineError 'no-webgpu' or 'no-adapter' with the cure
 */
export async function withEngine<T>(kind: EngineKind, work: (engine: Engine) => Promise<T>): Promise<T> {
  if (kind === 'gpu') return withGpu(work);
  const engine = createCpuEngine();
  try {
    return await work(engine);
  } finally {
    engine.dispose();
  }
}

export async function withGpu<T>(work: (engine: GpuEngine) => Promise<T>): Promise<T> {
  const device = await createNodeGpuDevice();
  const engine = createGpuEngine(device);
  try {
    return await work(engine);
  } finally {
    engine.dispose();
    device.dispose();
  }
}
