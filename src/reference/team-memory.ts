import { initialState } from '../optimizers/initial-state.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';

/** Everything one team's trajectories consist of, [count × 2] interleaved, and a packed status each. */
export interface TeamMemory {
  count: number;
  position: Float64Array;
  /** One array per state slot. */
  state: Record<string, Float64Array>;
  /** [count], see `core/status.ts`. */
  status: Uint32Array;
}

/** @param starts [count × 2]; copied. */
export function createTeamMemory(optimizer: Optimizer, starts: Float64Array): TeamMemory {
  return {
    count: starts.length / 2,
    position: starts.slice(),
    state: Object.fromEntries(optimizer.state.map((slot) => [slot.name, initialState(slot, starts)])),
    status: new Uint32Array(starts.length / 2),
  };
}
