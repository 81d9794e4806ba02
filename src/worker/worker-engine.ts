import type { Engine, Run } from '../engine/engine.ts';
import type { Plan, PlannedSurface } from '../engine/plan.ts';
import type { Domain } from '../engine/run-spec.ts';

/**
 * The CPU engine on workers: the trajectories of a run are shared out among them, and the page never waits. Every
 * number is what `createCpuEngine` gives on one thread.
 */
export interface WorkerEngine extends Engine {
  readonly kind: 'cpu';
  /** Workers that share the trajectories, at least 1. */
  readonly workers: number;
  /** Caller disposes. */
  createRun(plan: Plan): Promise<WorkerRun>;
  /**
   * The grid of losses and gradients that a surface is drawn from.
   * @param size vertices along each side, at least 2
   * @param domain the surface's own unless given
   */
  landscape(surface: PlannedSurface, size: number, domain?: Domain): Promise<Landscape>;
  /** Ends the workers at once; what was asked of them and has not come is an error with code 'disposed'. */
  dispose(): void;
}

/** As `GpuLandscape`, in memory. */
export interface Landscape {
  /** Vertices along each side. */
  size: number;
  domain: Domain;
  /** [size² × 4] (loss, ∂x, ∂y, 0) per vertex, row by row from (xmin, ymin), x fastest, edges included. */
  vertices: Float32Array;
  /** [size²], the same numbers. */
  loss: Float32Array;
  /** [size² × 2], interleaved. */
  gradient: Float32Array;
}

/**
 * A run on workers. `advance`, `load` and `restart` return at once, and `step` counts what was asked for; `read`,
 * `summarize` and `settle` answer once everything asked for before is done. What goes wrong on a worker is thrown by
 * them, and told to the listeners of `onError`.
 */
export interface WorkerRun extends Run {
  /** Steps that every worker has taken by now: at most `step`, which it is after `settle`. */
  readonly taken: number;
  /** One per team: where its trajectories were at the newest frame, first that of the starts. */
  readonly frames: readonly SwarmFrame[];
  /**
   * After `advance`, `load` and `restart` a frame of all teams is on its way, unless one already is: then another one
   * follows it. So frames come no faster than they are made, and the last one is always that of `step`.
   * @param listener called after all of `frames` have been renewed
   * @returns stops it
   */
  onFrame(listener: () => void): () => void;
  /** @returns stops it */
  onError(listener: (error: unknown) => void): () => void;
  /** The same plan from its starts again. Steps asked for and not yet taken are dropped. */
  restart(): void;
  /** Caller disposes, at the latest with the run. */
  trails(options: { perTeam: number; length: number }): WorkerTrails;
}

/** What is drawn of a team. The arrays stay the same ones; their contents change before `onFrame` is called. */
export interface SwarmFrame {
  /** Steps that these trajectories have taken. */
  step: number;
  /** [count × 2], interleaved x, y, domain units. */
  readonly position: Float32Array;
  /** [count × 2], loss and gradient norm at `position`. */
  readonly observe: Float32Array;
  /** [count], see `core/status.ts`. */
  readonly status: Uint32Array;
}

/** Where a sample of each team was at the last `length` frames that were recorded, in ring buffers as `Trails` has them. */
export interface WorkerTrails {
  /** [length × samples × 4] (x, y, loss, 0) at slot · samples + sample, samples spread evenly over the swarm. */
  readonly teams: readonly { ring: Float32Array; samples: number; length: number }[];
  /** Slot of the newest moment. */
  readonly head: number;
  /** Slots in use: `head`, and those before it around the ring. */
  readonly filled: number;
  /** Adds the newest frame; the same frame twice is one moment. */
  record(): void;
  clear(): void;
}
