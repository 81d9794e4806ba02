import { RavineError } from '../core/errors.ts';
import { isSoftwareAdapter } from '../gpu/device.ts';
import { spawnWorkers } from '../worker/spawn.ts';
import { createWorkerEngine } from '../worker/worker-engine.ts';
import { createCpuLiveEngine } from './cpu-live-engine.ts';
import type { Platform } from './platform.ts';
import { probeWebGl2 } from './webgl2.ts';

/**
 * Trajectories per team that the panel offers for each worker. At 60 steps a second, three teams of these are nine million
 * trajectory-steps a second: a third of what one core does of Adam on Rosenbrock, which leaves room for longer formulas.
 */
const MOST_PER_WORKER = 50_000;

/**
 * The CPU for what WebGPU computes elsewhere, and WebGL2 for the picture.
 * @param canvas on which nothing has been drawn
 * @param shortcoming why, and what to do about it
 * @throws 'no-webgpu' where WebGL2 is missing, too
 */
export function createCpuPlatform(canvas: HTMLCanvasElement, shortcoming: string): Platform {
  const webgl2 = probeWebGl2();
  if (webgl2 === null) {
    throw new RavineError('no-webgpu', shortcoming, {
      cure: 'WebGL2, in which the page could be drawn without it, is missing as well.',
    });
  }
  let isDisposed = false;
  const workers = createWorkerEngine(spawnWorkers());
  const engine = createCpuLiveEngine(workers, webgl2.maxTextureSize);
  return {
    ...{ engine, gpuEngine: null, device: null, shortcoming },
    name: `CPU, float64, ${workers.workers === 1 ? '1 worker' : `${workers.workers} workers`}`,
    isSoftware: isSoftwareAdapter({ vendor: '', architecture: '', device: '', description: webgl2.renderer }),
    maxCount: MOST_PER_WORKER * workers.workers,
    // What piles up here is the browser's to hold back: it asks for fewer frames.
    drawn: async () => {},
    lost: new Promise((resolve) => {
      canvas.addEventListener('webglcontextlost', () => {
        // A scene that is disposed of gives its context up.
        if (!isDisposed) resolve({ message: 'WebGL context lost' });
      });
    }),
    dispose() {
      isDisposed = true;
      engine.dispose();
    },
  };
}
