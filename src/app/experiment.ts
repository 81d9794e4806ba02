import type { Plan } from '../engine/plan.ts';
import { planRun } from '../engine/plan-run.ts';
import type { RunSpec } from '../engine/run-spec.ts';
import type { GpuEngine, GpuLandscape } from '../gpu/gpu-engine.ts';
import type { GpuRun } from '../gpu/gpu-run.ts';
import type { Trails } from '../gpu/trails.ts';
import type { Scene } from '../render/scene.ts';
import { equal } from '../state/equal.ts';

/** Steps that a trail remembers. */
const TRAIL_LENGTH = 96;

export interface ExperimentOptions {
  engine: GpuEngine;
  scene: Scene;
  /** Vertices of the landscape along a side. */
  landscapeSize: number;
  /** Colour of a team. */
  color(team: number): string;
  /** Which teams are drawn, and how many trajectories of each leave a trail. */
  view(): { hidden: readonly number[]; trails: number };
  /** A new run is on the screen, at step 0. */
  onStart(run: GpuRun): void;
  /** A spec could not be run; what was on the screen stays. */
  onError(error: unknown): void;
}

/** Keeps one run and its landscape on the device and in the scene: what the store asks for, latest wins. */
export interface Experiment {
  readonly run: GpuRun | null;
  readonly landscape: GpuLandscape | null;
  readonly trails: Trails | null;
  /** Shows another spec as soon as it is ready; until then the old one stays. */
  show(spec: RunSpec): void;
  /** Takes steps and lets the trails follow. */
  advance(steps: number): void;
  /** The same run from its starts. */
  restart(): void;
  /** Another number of trails. */
  renewTrails(): void;
  dispose(): void;
}

export function createExperiment(options: ExperimentOptions): Experiment {
  const { engine, scene } = options;
  let run: GpuRun | null = null;
  let trails: Trails | null = null;
  let landscape: GpuLandscape | null = null;
  let wanted: RunSpec | null = null;
  let isPreparing = false;
  let isDisposed = false;

  const showTrailHead = () => {
    if (trails) scene.setTrailHead(trails.head, trails.filled);
  };

  const showTeams = (of: GpuRun) => {
    const { hidden } = options.view();
    scene.setTeams(
      of.teams.map((team, i) => ({
        color: options.color(i),
        visible: !hidden.includes(i),
        count: team.count,
        position: team.position,
        observe: team.observe,
        status: team.status,
        ...(trails ? { trail: trails.teams[i]! } : {}),
      })),
    );
    showTrailHead();
  };

  const makeTrails = (of: GpuRun): Trails | null => {
    const perTeam = Math.min(options.view().trails, of.plan.count);
    if (perTeam === 0) return null;
    const made = of.trails({ perTeam, length: TRAIL_LENGTH });
    made.record();
    return made;
  };

  /** Everything new is made before anything old is given up, so that an error leaves the screen as it was. */
  const prepare = async (plan: Plan) => {
    const isSameSurface = run !== null && equal(surfaceKey(run.plan), surfaceKey(plan));
    const nextLandscape =
      isSameSurface && landscape ? landscape : await engine.landscape(plan.surface, options.landscapeSize);
    let nextRun: GpuRun | null = null;
    try {
      nextRun = await engine.createRun(plan);
      const nextTrails = makeTrails(nextRun);
      if (isDisposed) {
        nextTrails?.dispose();
        throw new Error('disposed');
      }
      const old = { run, trails, landscape };
      [run, trails, landscape] = [nextRun, nextTrails, nextLandscape];
      if (nextLandscape !== old.landscape) {
        scene.setLandscape(nextLandscape);
        scene.setMinima(plan.surface.minima);
      }
      showTeams(nextRun);
      old.trails?.dispose();
      old.run?.dispose();
      if (old.landscape !== nextLandscape) old.landscape?.dispose();
      options.onStart(nextRun);
    } catch (error) {
      if (nextRun !== run) nextRun?.dispose();
      if (nextLandscape !== landscape) nextLandscape.dispose();
      throw error;
    }
  };

  const prepareWanted = async () => {
    if (isPreparing) return;
    isPreparing = true;
    while (wanted !== null && !isDisposed) {
      const spec = wanted;
      wanted = null;
      try {
        await prepare(planRun(spec));
      } catch (error) {
        if (!isDisposed) options.onError(error);
      }
    }
    isPreparing = false;
  };

  const show = (spec: RunSpec) => {
    wanted = spec;
    void prepareWanted();
  };

  return {
    get run() {
      return run;
    },
    get landscape() {
      return landscape;
    },
    get trails() {
      return trails;
    },
    show,
    advance(steps) {
      run?.advance(steps);
      trails?.record();
      showTrailHead();
      scene.invalidate();
    },
    restart() {
      if (!run) return;
      run.restart();
      trails?.clear();
      trails?.record();
      showTrailHead();
      scene.invalidate();
      options.onStart(run);
    },
    renewTrails() {
      // A run is cheap to make again and always consistent; trails alone would begin in the middle of one.
      if (run) show(run.plan.spec);
    },
    dispose() {
      if (isDisposed) return;
      isDisposed = true;
      trails?.dispose();
      run?.dispose();
      landscape?.dispose();
      trails = run = landscape = null;
    },
  };
}

/** What the landscape depends on. */
const surfaceKey = ({ surface }: Plan) => ({
  text: surface.compiled.text,
  params: surface.params,
  domain: surface.domain,
});
