import { RavineError } from '../core/errors.ts';
import type { Engine, Run } from '../engine/engine.ts';
import { assertGridSize, splitVertices, VERTEX_FLOATS } from '../engine/landscape.ts';
import type { Plan, PlannedSurface } from '../engine/plan.ts';
import { packSurface } from '../engine/portable-plan.ts';
import type { Domain } from '../engine/run-spec.ts';
import type { Drawn } from '../reference/cpu-run.ts';
import type { Link } from './link.ts';
import { asRavineError } from './messages.ts';
import { createRemote, type Remote } from './remote.ts';
import { createWorkerRun } from './worker-run.ts';

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
 * them; frames just stop.
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
  /** The same plan from its starts again. Steps asked for and not yet taken are dropped. */
  restart(): void;
  /** Caller disposes, at the latest with the run. */
  trails(options: { perTeam: number; length: number }): WorkerTrails;
}

/** What is drawn of a team. The arrays stay the same ones; their contents change before `onFrame` is called. */
export interface SwarmFrame extends Drawn {
  /** Steps that these trajectories have taken. */
  step: number;
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

/** Trajectories that a worker steps together anyway: fewer are not worth sharing out. */
const FEWEST = 256;
/** As many per worker as the reference has in one run. */
const BATCH = 2 ** 12;
/** Of what belongs to no run. */
const NO_RUN = 0;

/** @param links one per worker, owned by the engine from now on; `spawnWorkers` makes them */
export function createWorkerEngine(links: readonly Link[]): WorkerEngine {
  const remotes = links.map(createRemote);
  let runs = 0;
  let isDisposed = false;

  const assertAlive = () => {
    if (isDisposed) throw new RavineError('disposed', 'This engine has been disposed of.');
  };
  /** Small runs begin with another worker each time. */
  const someOf = (count: number, from: number): Remote[] =>
    Array.from({ length: count }, (_, k) => remotes[(from + k) % remotes.length]);

  return {
    kind: 'cpu',
    description: `float64 TypeScript, ${remotes.length === 1 ? '1 worker' : `${remotes.length} workers`}`,
    batch: BATCH * remotes.length,
    workers: remotes.length,
    async createRun(plan) {
      assertAlive();
      const wanted = Math.max(1, Math.ceil(plan.count / FEWEST));
      runs++;
      try {
        return await createWorkerRun(someOf(Math.min(remotes.length, wanted), runs), runs, plan);
      } catch (error) {
        throw asRavineError(error);
      }
    },
    async evaluate({ surface }, points) {
      assertAlive();
      return remotes[0].ask(NO_RUN, { kind: 'evaluate', surface: packSurface(surface), points });
    },
    async landscape(surface, size, domain = surface.domain) {
      assertAlive();
      assertGridSize(size);
      const packed = packSurface(surface);
      const vertices = new Float32Array(VERTEX_FLOATS * size * size);
      await Promise.all(
        remotes.map(async (remote, k) => {
          const [from, end] = [k, k + 1].map((share) => Math.round((share * size) / remotes.length));
          const rows = { size, domain, from, count: end - from };
          const part = await remote.ask(NO_RUN, { kind: 'landscape', surface: packed, rows });
          vertices.set(part, VERTEX_FLOATS * size * from);
        }),
      );
      return { size, domain, vertices, ...splitVertices(vertices) };
    },
    dispose() {
      if (isDisposed) return;
      isDisposed = true;
      for (const remote of remotes) remote.close();
    },
  };
}
