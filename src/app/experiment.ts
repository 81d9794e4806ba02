import type { Plan } from '../engine/plan.ts';
import { planRun } from '../engine/plan-run.ts';
import type { RunSpec } from '../engine/run-spec.ts';
import { DENSITY_ABOVE } from '../render/density-layer.ts';
import type { Scene } from '../render/scene.ts';
import { equal } from '../state/equal.ts';
import type { LiveDensity, LiveEngine, LiveLandscape, LiveRun, LiveTrails } from './live-engine.ts';

/** Steps that a trail remembers. */
const TRAIL_LENGTH = 96;

export interface ExperimentOptions {
  engine: LiveEngine;
  scene: Scene;
  /** Vertices of the landscape along a side. */
  landscapeSize: number;
  /** Colour of a team. */
  color(team: number): string;
  /** Which teams are drawn, and how many trajectories of each leave a trail. */
  view(): { hidden: readonly number[]; trails: number };
  /** A new run is on the screen, at step 0. */
  onStart(run: LiveRun): void;
  /** A spec could not be run; what was on the screen stays. */
  onError(error: unknown): void;
}

/** Keeps one run and its landscape on the engine and in the scene: what the store asks for, latest wins. */
export interface Experiment {
  readonly run: LiveRun | null;
  readonly landscape: LiveLandscape | null;
  readonly trails: LiveTrails | null;
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
  let run: LiveRun | null = null;
  let trails: LiveTrails | null = null;
  let density: LiveDensity | null = null;
  let landscape: LiveLandscape | null = null;
  /** The one before, whose memory the next one takes: what is drawn must stay as it is until that is ready. */
  let spare: LiveLandscape | null = null;
  let wanted: RunSpec | null = null;
  let isPreparing = false;
  let isDisposed = false;

  const showTrailHead = () => {
    if (trails) scene.setTrailHead(trails.head, trails.filled);
  };

  /** The swarm has moved. */
  const follow = () => {
    trails?.record();
    showTrailHead();
    scene.invalidate();
  };

  const showTeams = (of: LiveRun) => {
    const { hidden } = options.view();
    density?.setSwarm(of.teams, of.plan.surface.domain);
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
      density,
    );
    showTrailHead();
  };

  const showLandscape = ({ surface }: Plan) => {
    if (landscape) scene.setLandscape(landscape);
    scene.setMinima(surface.minima);
  };

  /** The run that there is becomes the next one where it can. */
  const runOf = async (plan: Plan): Promise<LiveRun> => {
    if (run?.change === undefined) return engine.createRun(plan);
    await run.change(plan);
    return run;
  };

  /** The landscape that was on the screen before becomes the next one. */
  const landscapeOf = async (plan: Plan): Promise<LiveLandscape> => {
    if (spare?.renew === undefined) return engine.landscape(plan.surface, options.landscapeSize);
    await spare.renew(plan.surface);
    return spare;
  };

  /** What shows so many; null where points do. */
  const densityOf = async ({ count }: Plan): Promise<LiveDensity | null> =>
    count > DENSITY_ABOVE ? (density ?? (await engine.createDensity?.()) ?? null) : null;

  /** @param of the run on the screen, changed, or one that takes its place */
  const trailsOf = (of: LiveRun): LiveTrails | null => {
    const perTeam = Math.min(options.view().trails, of.plan.count);
    if (perTeam === 0) return null;
    const wish = { perTeam, length: TRAIL_LENGTH };
    const made = of === run && trails?.renew !== undefined ? trails : of.trails(wish);
    if (made === trails) trails.renew?.(wish);
    made.record();
    return made;
  };

  /** Everything new is made before anything old is given up, so that an error leaves the screen as it was. */
  const prepare = async (plan: Plan) => {
    const isSameSurface = run !== null && equal(surfaceKey(run.plan), surfaceKey(plan));
    const coming = isSameSurface && landscape ? landscape : landscapeOf(plan);
    // After the landscape's own kernel, which is wanted first, and while that computes.
    engine.warm?.(plan);
    const nextLandscape = await coming;
    if (landscape === null && !isDisposed) {
      // On the first visit there is nothing to keep: the surface is shown while the swarm is being made.
      landscape = nextLandscape;
      showLandscape(plan);
    }
    let nextRun: LiveRun | null = null;
    let nextDensity: LiveDensity | null = null;
    try {
      nextDensity = await densityOf(plan);
      nextRun = await runOf(plan);
      const nextTrails = isDisposed ? null : trailsOf(nextRun);
      if (isDisposed) throw new Error('disposed');
      const old = { run, trails, landscape, density };
      [run, trails, landscape, density] = [nextRun, nextTrails, nextLandscape, nextDensity];
      if (nextLandscape !== old.landscape) showLandscape(plan);
      showTeams(nextRun);
      if (nextTrails !== old.trails) old.trails?.dispose();
      if (nextDensity !== old.density) old.density?.dispose();
      if (nextRun !== old.run) {
        nextRun.onChange?.(() => {
          if (run === nextRun) follow();
        });
        old.run?.dispose();
      }
      if (old.landscape !== nextLandscape) {
        if (nextLandscape !== spare) spare?.dispose();
        spare = old.landscape;
      }
      options.onStart(nextRun);
    } catch (error) {
      if (nextRun !== run) nextRun?.dispose();
      if (nextDensity !== density) nextDensity?.dispose();
      if (nextLandscape !== landscape && nextLandscape !== spare) nextLandscape.dispose();
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
      follow();
    },
    restart() {
      if (!run) return;
      run.restart();
      trails?.clear();
      follow();
      options.onStart(run);
    },
    renewTrails() {
      // A run begins again at no cost and is always consistent; trails alone would begin in the middle of one.
      if (run) show(run.plan.spec);
    },
    dispose() {
      if (isDisposed) return;
      isDisposed = true;
      trails?.dispose();
      density?.dispose();
      run?.dispose();
      landscape?.dispose();
      spare?.dispose();
      trails = density = run = landscape = spare = null;
    },
  };
}

/** What the landscape depends on. */
const surfaceKey = ({ surface }: Plan) => ({
  text: surface.compiled.text,
  params: surface.params,
  domain: surface.domain,
});
