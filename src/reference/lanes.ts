import { type Columns, type Optimizer, readingsOf } from '../optimizers/optimizer.ts';
import type { TeamMemory } from './team-memory.ts';

/** Trajectories that are stepped together: few enough for every array to stay in the first-level cache. */
export const LANES = 256;

/**
 * Up to `LANES` running trajectories gathered side by side. One that comes to rest is scattered back and its lane
 * closed, so that the optimizer's twin never sees a resting trajectory.
 */
export interface Lanes {
  /** Lanes in use. */
  n: number;
  /** [LANES] trajectory of each lane. */
  trajectory: Int32Array;
  /** [LANES] position, loss and gradient, planar. */
  x: Float64Array;
  y: Float64Array;
  loss: Float64Array;
  gx: Float64Array;
  gy: Float64Array;
  /** [LANES] ∂xx, ∂xy, ∂yy, where the optimizer reads them. */
  hessian: readonly [Float64Array, Float64Array, Float64Array];
  /** [LANES] noise of the mini-batch. */
  noiseX: Float64Array;
  noiseY: Float64Array;
  /** [2 × LANES] where the gradient is taken, if not at the position. */
  place: Float64Array;
  /** [2 × LANES] what the twin works on, interleaved. */
  columns: Columns;
  /** [2 × LANES] position before the step. */
  before: Float64Array;
}

export function createLanes(optimizer: Optimizer): Lanes {
  const names = [...optimizer.state.map(({ name }) => name), ...readingsOf(optimizer)];
  const plane = () => new Float64Array(LANES);
  const pairs = () => new Float64Array(2 * LANES);
  return {
    n: 0,
    trajectory: new Int32Array(LANES),
    x: plane(),
    y: plane(),
    loss: plane(),
    gx: plane(),
    gy: plane(),
    hessian: [plane(), plane(), plane()],
    noiseX: plane(),
    noiseY: plane(),
    place: pairs(),
    columns: {
      theta: pairs(),
      g: pairs(),
      ...Object.fromEntries(names.map((name) => [name, pairs()])),
    } as Columns,
    before: pairs(),
  };
}

/** Fills the lanes with the trajectories `running[from … from + n)`. */
export function gather(lanes: Lanes, memory: TeamMemory, running: Int32Array, from: number, n: number): void {
  lanes.n = n;
  lanes.trajectory.set(running.subarray(from, from + n));
  copyIn(lanes.columns.theta, memory.position, lanes);
  for (const [name, column] of Object.entries(memory.state)) copyIn(lanes.columns[name], column, lanes);
}

function copyIn(lane: Float64Array, memory: Float64Array, { trajectory, n }: Lanes): void {
  for (let i = 0; i < n; i++) {
    const k = 2 * trajectory[i];
    lane[2 * i] = memory[k];
    lane[2 * i + 1] = memory[k + 1];
  }
}

/** Writes lane `i` back to its trajectory. */
export function scatter(lanes: Lanes, memory: TeamMemory, i: number): void {
  const k = 2 * lanes.trajectory[i];
  const { theta } = lanes.columns;
  memory.position[k] = theta[2 * i];
  memory.position[k + 1] = theta[2 * i + 1];
  for (const name in memory.state) {
    const lane = lanes.columns[name];
    const column = memory.state[name];
    column[k] = lane[2 * i];
    column[k + 1] = lane[2 * i + 1];
  }
}

/** Closes the lanes whose `resting` flag is set, keeping the order of the others. All that is known of them goes along. */
export function compact(lanes: Lanes, resting: Uint8Array): void {
  const interleaved = [...Object.values(lanes.columns), lanes.place];
  const planar = [lanes.loss, lanes.gx, lanes.gy, ...lanes.hessian, lanes.noiseX, lanes.noiseY];
  let kept = 0;
  for (let i = 0; i < lanes.n; i++) {
    if (resting[i]) continue;
    if (kept !== i) {
      lanes.trajectory[kept] = lanes.trajectory[i];
      for (const column of planar) column[kept] = column[i];
      for (const column of interleaved) {
        column[2 * kept] = column[2 * i];
        column[2 * kept + 1] = column[2 * i + 1];
      }
    }
    kept++;
  }
  lanes.n = kept;
}
