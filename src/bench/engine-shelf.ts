import type { GpuDevice } from '../gpu/device.ts';
import { createGpuEngine, type GpuEngine } from '../gpu/gpu-engine.ts';

/** Engines by the steps that they fuse, so that each compiles its kernels but once. The creator disposes. */
export interface EngineShelf {
  /** Borrowed. @param fusedSteps steps per dispatch */
  engineFor(fusedSteps: number): GpuEngine;
  /** Takes note of the bytes that are alive. */
  notice(): void;
  /** Most bytes that were ever noticed. */
  readonly peakBytes: number;
  dispose(): void;
}

/** @param gpu borrowed */
export function createEngineShelf(gpu: GpuDevice): EngineShelf {
  const engines = new Map<number, GpuEngine>();
  let peakBytes = 0;
  return {
    engineFor(fusedSteps) {
      const known = engines.get(fusedSteps);
      if (known) return known;
      const made = createGpuEngine(gpu, { fusedSteps });
      engines.set(fusedSteps, made);
      return made;
    },
    notice() {
      const bytes = [...engines.values()].reduce((sum, engine) => sum + engine.liveBytes, 0);
      peakBytes = Math.max(peakBytes, bytes);
    },
    get peakBytes() {
      return peakBytes;
    },
    dispose() {
      for (const engine of engines.values()) engine.dispose();
    },
  };
}
