import { Status, statusOf } from '../core/status.ts';
import { inDomain } from '../engine/in-domain.ts';
import type { Cloud, Finder } from '../render/nearest.ts';
import type { Scene } from '../render/scene.ts';
import type { Experiment } from './experiment.ts';
import type { LiveEngine, LiveTrails } from './live-engine.ts';

/** A trajectory of the run on the screen, both counted from 0. */
export interface Chosen {
  team: number;
  index: number;
}

export interface PickOptions {
  engine: Pick<LiveEngine, 'read'>;
  scene: Pick<Scene, 'finder'>;
  experiment: Pick<Experiment, 'run' | 'trails'>;
  /** Teams that are not drawn. */
  hidden: readonly number[];
}

/** How far from a point one may click, CSS pixels; trails are thinner and want more care. */
const POINT_REACH = 12;
const TRAIL_REACH = 6;

/** The trajectory whose point, or else whose trail, is drawn at a place of the window; null where there is none. */
export async function pickTrajectory(
  { engine, scene, experiment, hidden }: PickOptions,
  clientX: number,
  clientY: number,
): Promise<Chosen | null> {
  const { run, trails } = experiment;
  // Where the camera is now, not where it will be once the positions have arrived.
  const points = scene.finder(clientX, clientY, POINT_REACH);
  const lines = scene.finder(clientX, clientY, TRAIL_REACH);
  if (run === null || points === null || lines === null) return null;
  const { count } = run.plan;
  // Where the rings begin goes on with every frame: as it is when they are copied.
  const rolls = trails && { head: trails.head, filled: trails.filled, teams: trails.teams };
  const shown = [...run.teams.keys()].filter((team) => !hidden.includes(team));
  const [swarms, rings] = await Promise.all([
    Promise.all(
      shown.map((team) => {
        const { position, observe, status } = run.teams[team]!;
        return engine.read([position, observe, status]);
      }),
    ),
    rolls === null ? [] : engine.read(shown.map((team) => rolls.teams[team]!.buffer)),
  ]);
  const onPoint = nearest(swarms.map((swarm, k) => ({ team: shown[k]!, ...pointAt(points, swarm, count) })));
  if (onPoint !== null || rolls === null) return onPoint;
  return nearest(
    rings.map((ring, k) => ({ team: shown[k]!, ...trailAt(lines, ring, rolls, shown[k]!, count) })),
  );
}

interface Candidate extends Chosen {
  distance: number;
}

const nowhere = { index: -1, distance: Number.POSITIVE_INFINITY };

function nearest(candidates: readonly Candidate[]): Chosen | null {
  const first = [...candidates].sort((a, b) => a.distance - b.distance)[0];
  return first === undefined || first.index < 0 ? null : { team: first.team, index: first.index };
}

function pointAt(
  finder: Finder,
  [position, observe, status]: readonly ArrayBuffer[],
  count: number,
): Omit<Candidate, 'team'> {
  const places = new Float32Array(position!);
  const observed = new Float32Array(observe!);
  const packed = new Uint32Array(status!);
  const found = finder.nearestPoint({
    count,
    x: (point) => places[2 * point]!,
    y: (point) => places[2 * point + 1]!,
    // What ended badly has faded away.
    loss: (point) => (statusOf(packed[point]!) >= Status.diverged ? Number.NaN : observed[2 * point]!),
  });
  return found === null ? nowhere : { index: found.point, distance: found.distance };
}

function trailAt(
  finder: Finder,
  ring: ArrayBuffer,
  { head, filled, teams }: Pick<LiveTrails, 'head' | 'filled' | 'teams'>,
  team: number,
  count: number,
): Omit<Candidate, 'team'> {
  const { samples, length } = teams[team]!;
  const records = new Float32Array(ring);
  /** Point k of the cloud is sample k mod `samples`, oldest moment first. */
  const word = (point: number) => {
    const moment = Math.floor(point / samples);
    const slot = (head - filled + 1 + moment + length) % length;
    return 4 * (slot * samples + (point % samples));
  };
  const cloud: Cloud = {
    count: filled * samples,
    x: (point) => records[word(point)]!,
    y: (point) => records[word(point) + 1]!,
    loss: (point) => records[word(point) + 2]!,
  };
  const found = finder.nearestLine(cloud, samples);
  if (found === null) return nowhere;
  // Samples are spread evenly over the swarm, as shaders/kernels/trails.wgsl spreads them.
  return { index: Math.floor(((found.point % samples) * count) / samples), distance: found.distance };
}

/** The trajectory of a team with the lowest loss inside the domain now; the first where there is none. */
export async function bestTrajectory(
  { engine, experiment }: PickOptions,
  team: number,
): Promise<Chosen | null> {
  const { run } = experiment;
  const buffers = run?.teams[team];
  if (run === null || buffers === undefined) return null;
  const { count, surface } = run.plan;
  const [position, observe, status] = await engine.read([buffers.position, buffers.observe, buffers.status]);
  const places = new Float32Array(position!);
  const observed = new Float32Array(observe!);
  const packed = new Uint32Array(status!);
  let index = 0;
  let lowest = Number.POSITIVE_INFINITY;
  for (let k = 0; k < count; k++) {
    const loss = observed[2 * k]!;
    const isLower = loss < lowest && statusOf(packed[k]!) !== Status.nonFinite;
    if (!isLower || !inDomain(surface.domain, places[2 * k]!, places[2 * k + 1]!)) continue;
    [lowest, index] = [loss, k];
  }
  return { team, index };
}
