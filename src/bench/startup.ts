import type { GpuDevice } from '../gpu/device.ts';
import { createGpuEngine } from '../gpu/gpu-engine.ts';
import { type Spread, spreadOf } from './statistics.ts';
import { planOf } from './workload.ts';

/** Time to something that a person waits for. */
export interface StartupResult {
  /** From what to what, a few words. */
  what: string;
  milliseconds: Spread;
  samples: readonly number[];
}

const TRAJECTORIES = 10_000;

/**
 * A device and a first run from nothing, each time anew.
 * @param makeDevice the caller's way to a device; what it makes is disposed of here
 */
export async function measureStart(
  makeDevice: () => Promise<GpuDevice>,
  repetitions: number,
): Promise<StartupResult[]> {
  const toDevice: number[] = [];
  const toStep: number[] = [];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const from = performance.now();
    const gpu = await makeDevice();
    toDevice.push(performance.now() - from);
    const engine = createGpuEngine(gpu);
    try {
      const run = await engine.createRun(
        planOf({ optimizer: 'adam', surface: 'rosenbrock', trajectories: TRAJECTORIES }),
      );
      run.advance(1);
      await run.settle();
      toStep.push(performance.now() - from);
    } finally {
      engine.dispose();
      gpu.dispose();
    }
  }
  const result = (what: string, samples: readonly number[]): StartupResult => ({
    what,
    milliseconds: spreadOf(samples),
    samples,
  });
  return [
    result('from nothing to a device', toDevice),
    result('from nothing to the first step of 10,000 trajectories', toStep),
  ];
}
