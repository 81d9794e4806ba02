import type { GpuEngine } from '../gpu/gpu-engine.ts';
import { benchOptimizers } from './options.ts';
import { planOf } from './workload.ts';

/** What runs take on the device, of buffers that were allocated. */
export interface MemoryResult {
  /** Bytes that every further trajectory takes: position, state, status, and loss and gradient norm for the picture. */
  perTrajectory: { optimizer: string; bytes: number }[];
  /** Most bytes of the swarms' buffers that were alive at a time; null where no speed was measured. */
  peakDeviceBytes: number | null;
  /** Most bytes that the process held; null in browsers, which do not tell. */
  peakProcessBytes: number | null;
}

/** Two swarms by whose difference the trajectories are told from what a run takes anyway. */
const [FEWER, MORE] = [2 ** 16, 2 ** 17];

/** @param engine borrowed */
export async function bytesPerTrajectory(engine: GpuEngine): Promise<MemoryResult['perTrajectory']> {
  const rows: MemoryResult['perTrajectory'] = [];
  for (const optimizer of benchOptimizers) {
    const [fewer, more] = await Promise.all(
      [FEWER, MORE].map(async (trajectories) => {
        const run = await engine.createRun(planOf({ optimizer, surface: 'rosenbrock', trajectories }));
        const { liveBytes } = run;
        run.dispose();
        return liveBytes;
      }),
    );
    rows.push({ optimizer, bytes: (more - fewer) / (MORE - FEWER) });
  }
  return rows;
}
