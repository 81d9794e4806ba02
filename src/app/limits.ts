import { MAX_COUNT } from '../engine/run-limits.ts';
import { optimizers } from '../optimizers/index.ts';

/** Most trajectories per team that the panel offers; a RunSpec may ask for more. */
const MOST_OFFERED = 1_000_000;
const BYTES_PER_VECTOR = 8;

/** Most trajectories whose largest buffer, the optimizer's state, the device can bind. */
export function mostTrajectories(limits: Pick<GPUSupportedLimits, 'maxStorageBufferBindingSize'>): number {
  const slots = Math.max(1, ...optimizers.map(({ state }) => state.length));
  const fits = Math.floor(limits.maxStorageBufferBindingSize / (slots * BYTES_PER_VECTOR));
  return Math.min(MOST_OFFERED, MAX_COUNT, fits);
}
