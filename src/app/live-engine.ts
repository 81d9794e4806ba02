import type { Engine, Run } from '../engine/engine.ts';
import type { Plan, PlannedSurface } from '../engine/plan.ts';
import type { Domain } from '../engine/run-spec.ts';
import type { Lent } from '../render/data-slot.ts';
import type { SceneDensity, SceneLandscape } from '../render/scene-types.ts';

/** What the app asks of an engine: runs that are drawn while they go on. The GPU's is one as it is. */
export interface LiveEngine extends Engine {
  createRun(plan: Plan): Promise<LiveRun>;
  /** Begins with what a run of the plan will need, while something else is waited for; absent where that is nothing. */
  warm?(plan: Plan): void;
  /** Caller disposes. @param size vertices along each side */
  landscape(surface: PlannedSurface, size: number): Promise<LiveLandscape>;
  /** What shows a swarm of very many. Caller disposes. Absent where there are points only. */
  createDensity?(): Promise<LiveDensity>;
  /** Copies of what its runs lend. */
  read(lent: readonly Lent[]): Promise<ArrayBuffer[]>;
}

export interface LiveRun extends Run {
  readonly teams: readonly LiveTeam[];
  /** The same plan from its starts again. */
  restart(): void;
  /**
   * Becomes the run of another plan, at its starts, in the memory that it has as far as that goes; on an error it goes on as it
   * was. What it lends may be something else then, and its trails are to be renewed. Absent where a run is as quickly made anew.
   */
  change?(plan: Plan): Promise<void>;
  /** Steps that the device takes in so many milliseconds by its own clock; null until it has said, absent where it has none. */
  stepsWithin?(ms: number): number | null;
  /** Caller disposes, at the latest with the run. */
  trails(options: TrailsOptions): LiveTrails;
  /**
   * Where what is lent changes some time after `advance` and `restart` have returned: then the listener is called.
   * Absent where whatever is drawn afterwards shows the change.
   */
  onChange?(listener: () => void): unknown;
  /** Steps are still being taken beside whatever is drawn, so that more would pile up. Absent where drawing waits for them. */
  readonly isBusy?: boolean;
}

export interface TrailsOptions {
  /** Trajectories per team that leave a trail. */
  perTeam: number;
  /** Moments that a trail remembers. */
  length: number;
}

/** Lent to whoever draws it. */
export interface LiveTeam {
  readonly count: number;
  /** Two floats per trajectory, domain units. */
  readonly position: Lent;
  /** Two floats per trajectory: loss and gradient norm at `position`. */
  readonly observe: Lent;
  /** A word per trajectory, see `core/status.ts`. */
  readonly status: Lent;
}

/** Where a sample of each team was at the last `length` moments, in rings. */
export interface LiveTrails {
  /** Four floats (x, y, loss, 0) at slot · samples + sample. */
  readonly teams: readonly { buffer: Lent; samples: number; length: number }[];
  /** Slot of the newest moment. */
  readonly head: number;
  /** Slots in use: `head`, and those before it around the ring. */
  readonly filled: number;
  /** Adds the present moment. */
  record(): void;
  clear(): void;
  /** Trails of what the run lends after a `change`, none yet. */
  renew?(options: TrailsOptions): void;
  dispose(): void;
}

export interface LiveLandscape extends SceneLandscape {
  /** Becomes another surface's, in the same memory: for one that is not drawn. Absent where one is as quickly made anew. */
  renew?(surface: PlannedSurface): Promise<void>;
  dispose(): void;
}

export interface LiveDensity extends SceneDensity {
  /** Borrows what a run lends, until the next call. */
  setSwarm(teams: readonly LiveTeam[], domain: Domain): void;
  dispose(): void;
}
