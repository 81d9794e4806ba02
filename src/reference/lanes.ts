import { deinterleave } from '../core/pairs.ts';
import { BLOCK } from '../formula/block.ts';
import type { Columns } from '../optimizers/optimizer.ts';
import type { StepRules } from './step-rules.ts';
import type { TeamMemory } from './team-memory.ts';

/** Trajectories that are stepped together: few enough for every array to stay in the first-level cache. */
export const LANES = BLOCK;

/**
 * Up to `LANES` running trajectories gathered side by side. One that comes to rest is scattered back and its lane
 * closed, so that the optimizer's twin never sees a resting trajectory.
 */
export interface Lanes {
  /** Lanes in use. */
  n: number;
  /** [LANES] trajectory of each lane. */
  trajectory: Int32Array;
  /** [LANES] the positions, planar, until the step is over. */
  x: Float64Array;
  y: Float64Array;
  /** [LANES] loss and gradient there. */
  loss: Float64Array;
  gx: Float64Array;
  gy: Float64Array;
  /** [LANES] ∂xx, ∂xy, ∂yy there, where the optimizer reads them. */
  hessian: readonly Float64Array[];
  /** [LANES] noise of the mini-batch. */
  noiseX: Float64Array;
  noiseY: Float64Array;
  /** [2 × LANES] where the gradient is taken, if not at the position. */
  place: Float64Array;
  /** [2 × LANES] what the twin works on, interleaved. */
  columns: Columns;
  /** All of the above, each once, with one number per lane and with two. */
  planar: readonly Float64Array[];
  interleaved: readonly Float64Array[];
}

/** @param rules whose blocks the lanes are in from now on: what is evaluated is where it is needed */
export function createLanes({ optimizer, reads, surface, slope }: StepRules): Lanes {
  const names = [...optimizer.state.map(({ name }) => name), ...reads];
  const plane = () => new Float64Array(LANES);
  const pairs = () => new Float64Array(2 * LANES);
  const { x, y, outputs } = surface;
  const [loss, gx, gy, ...hessian] = outputs;
  const [noiseX, noiseY] = [plane(), plane()];
  const place = pairs();
  const columns = {
    theta: pairs(),
    g: pairs(),
    ...Object.fromEntries(names.map((name) => [name, pairs()])),
  } as Columns;
  return {
    n: 0,
    trajectory: new Int32Array(LANES),
    ...{ x, y, loss, gx, gy, hessian, noiseX, noiseY, place, columns },
    // Outputs may share an array: the slope of x + y is the same along both.
    planar: [...new Set([x, y, ...outputs, ...slope.outputs, noiseX, noiseY])],
    interleaved: [place, ...Object.values(columns)],
  };
}

/** Fills the lanes with the trajectories `running[from … from + n)`. */
export function gather(lanes: Lanes, memory: TeamMemory, running: Int32Array, from: number, n: number): void {
  const { trajectory, columns, x, y } = lanes;
  lanes.n = n;
  trajectory.set(running.subarray(from, from + n));
  copyIn(columns.theta, memory.position, trajectory, n);
  for (const name in memory.state) copyIn(columns[name], memory.state[name], trajectory, n);
  deinterleave(columns.theta, x, y, n);
}

function copyIn(lane: Float64Array, memory: Float64Array, trajectory: Int32Array, n: number): void {
  for (let i = 0; i < n; i++) {
    const k = 2 * trajectory[i];
    lane[2 * i] = memory[k];
    lane[2 * i + 1] = memory[k + 1];
  }
}

/** Writes the lanes from `from` to before `to` back to their trajectories. */
export function scatter({ columns, trajectory }: Lanes, memory: TeamMemory, from: number, to: number): void {
  copyOut(columns.theta, memory.position, trajectory, from, to);
  for (const name in memory.state) copyOut(columns[name], memory.state[name], trajectory, from, to);
}

function copyOut(
  lane: Float64Array,
  memory: Float64Array,
  trajectory: Int32Array,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) {
    const k = 2 * trajectory[i];
    memory[k] = lane[2 * i];
    memory[k + 1] = lane[2 * i + 1];
  }
}

/** Closes the lanes whose `resting` flag is set, keeping the order of the others. All that is known of them goes along. */
export function compact(lanes: Lanes, resting: Uint8Array): void {
  let kept = 0;
  for (let i = 0; i < lanes.n; i++) {
    if (resting[i]) continue;
    if (kept !== i) {
      lanes.trajectory[kept] = lanes.trajectory[i];
      for (const column of lanes.planar) column[kept] = column[i];
      for (const column of lanes.interleaved) {
        column[2 * kept] = column[2 * i];
        column[2 * kept + 1] = column[2 * i + 1];
      }
    }
    kept++;
  }
  lanes.n = kept;
}
