import type { Point } from '../engine/run-spec.ts';
import { DEFAULT_CAMERA } from '../render/camera-state.ts';
import { createScene, type Scene } from '../render/scene.ts';
import type { AppState } from '../state/app-state.ts';
import { equal } from '../state/equal.ts';
import type { Session } from '../state/session.ts';
import type { Store } from '../state/store.ts';
import { colorOfTeam } from '../ui/theme.ts';
import { createExperiment, type Experiment } from './experiment.ts';
import { markFirstFrame } from './first-frame.ts';
import { createFrameLoop } from './frame-loop.ts';
import { createInspection, type Inspection } from './inspection.ts';
import type { LiveLandscape } from './live-engine.ts';
import { bestTrajectory, type Chosen, pickTrajectory } from './pick-trajectory.ts';
import type { Platform } from './platform.ts';
import { createPlayer, type Player } from './player.ts';
import type { Screen } from './screen.ts';

/** Vertices of the landscape along a side. */
const LANDSCAPE_SIZE = { hardware: 512, software: 256 };

export interface LaboratoryOptions {
  /** Owned by the laboratory from now on, even where none comes of it. */
  platform: Platform;
  /** Nothing has been drawn on it but by WebGPU. */
  canvas: HTMLCanvasElement;
  overlay: HTMLElement;
  store: Store;
  session: Session;
  screen: Screen;
  /** Another surface is on the screen, or the camera looks from elsewhere. */
  onSceneChange(): void;
  onError(error: unknown): void;
}

/** Everything that lives on one platform. When that is lost, another laboratory is made from the same store. */
export interface Laboratory {
  readonly platform: Platform;
  readonly scene: Scene;
  readonly experiment: Experiment;
  readonly player: Player;
  readonly inspection: Inspection;
  pick(clientX: number, clientY: number): Point | null;
  /** The trajectory whose point or trail is at a place of the window. */
  trajectoryAt(clientX: number, clientY: number): Promise<Chosen | null>;
  /** The trajectory of a team that has the lowest loss now. */
  bestOf(team: number): Promise<Chosen | null>;
  dispose(): void;
}

export async function createLaboratory(options: LaboratoryOptions): Promise<Laboratory> {
  const { platform, canvas, overlay, store, session, screen } = options;
  const { engine, device, isSoftware } = platform;
  // The scene is made before there are frames to wake.
  let wake = (): void => {};
  const scene = await createScene({
    canvas,
    overlay,
    device,
    onInvalidate: () => wake(),
    antialias: !isSoftware,
    meshStep: isSoftware ? 2 : 1,
  }).catch((error: unknown) => {
    platform.dispose();
    throw error;
  });

  const experiment = createExperiment({
    engine,
    scene,
    landscapeSize: isSoftware ? LANDSCAPE_SIZE.software : LANDSCAPE_SIZE.hardware,
    color: (team) => colorOfTeam(store.get(), team),
    view: () => store.get().view,
    onStart(run) {
      screen.begin(run.plan);
      player.begin();
      session.surfaceProblem.set(problemOf(experiment.landscape));
      options.onSceneChange();
      inspection.update();
    },
    onError: options.onError,
  });
  const inspection = createInspection({
    ...{ engine, scene, experiment, store, inspector: screen.inspector },
    onError: options.onError,
  });
  const player = createPlayer({
    experiment,
    session,
    speed: () => store.get().view.speed,
    onSummaries: screen.summarize,
    onError: options.onError,
  });

  const lookOf = ({ view: { pointSize, contours, axes, minima } }: AppState) => ({
    pointSize,
    contours,
    axes,
    minima,
  });
  const showTeams = () => {
    const { hidden } = store.get().view;
    experiment.run?.teams.forEach((_, i) => {
      scene.setTeamVisible(i, !hidden.includes(i));
    });
  };
  scene.setHeightScale(store.get().view.heightScale);
  scene.setView(lookOf(store.get()));
  scene.camera.set(store.get().view.camera);
  experiment.show(store.get().spec);

  const stops = [
    session.run.subscribe(() => {
      if (store.get().view.inspect !== null) inspection.update();
    }),
    store.subscribe((state) => state.spec, experiment.show),
    // Not the whole view: the camera is written with every turn, and would make everything anew.
    store.subscribe(lookOf, scene.setView),
    store.subscribe(({ view }) => view.heightScale, scene.setHeightScale),
    store.subscribe(({ view }) => view.hidden, showTeams),
    store.subscribe(({ view }) => view.trails, experiment.renewTrails),
    store.subscribe(
      ({ view }) => view.camera,
      (camera) => {
        if (camera !== shownCamera) scene.camera.set(camera);
      },
    ),
  ];
  // The scene tells the store where the camera is; what comes back from there must not move it again.
  let shownCamera = store.get().view.camera;
  let cameraTimer: ReturnType<typeof setTimeout> | undefined;
  const stopCamera = scene.camera.onChange(() => {
    options.onSceneChange();
    clearTimeout(cameraTimer);
    cameraTimer = setTimeout(() => {
      const camera = scene.camera.get();
      shownCamera = equal(camera, DEFAULT_CAMERA) ? null : camera;
      store.update((state) => ({ view: { ...state.view, camera: shownCamera } }));
    }, 200);
  });

  const resize = () => {
    scene.setInsets(screen.insets());
    scene.resize();
  };
  const observer = new ResizeObserver(resize);
  // A card that is folded leaves room.
  for (const element of [canvas, ...screen.cards]) observer.observe(element);
  resize();

  let isDisposed = false;
  const showStatus = (now: number, fps: number) => {
    const { run } = experiment;
    screen.status.update({
      adapter: platform.name,
      software: isSoftware && device !== null,
      shortcoming: platform.shortcoming,
      trajectories: run ? run.plan.count * run.plan.teams.length : 0,
      step: run?.step ?? 0,
      steps: store.get().spec.steps,
      rate: player.rate(now),
      fps,
    });
  };
  // An empty scene is no picture, and on a software adapter would delay the first one by a third of a second.
  const hasPicture = () => scene.needsRender && experiment.landscape !== null;
  let hasDrawn = false;
  const frames = createFrameLoop({
    tick: player.tick,
    draw() {
      if (!hasPicture()) return null;
      scene.setStep(experiment.run?.step ?? 0);
      scene.render();
      const drawn = platform.drawn();
      // A device that is lost draws none.
      if (!hasDrawn) {
        hasDrawn = true;
        drawn.then(markFirstFrame, () => {});
      }
      return drawn;
    },
    isNeeded: () => hasPicture() || session.run.get().playing,
    showStatus,
  });
  wake = frames.wake;
  stops.push(session.run.subscribe(frames.wake));
  frames.wake();

  const picking = () => ({ engine, scene, experiment, hidden: store.get().view.hidden });

  return {
    platform,
    scene,
    experiment,
    player,
    inspection,
    pick(clientX, clientY) {
      const hit = scene.pick(clientX, clientY);
      return hit && [hit.x, hit.y];
    },
    trajectoryAt: (clientX, clientY) => pickTrajectory(picking(), clientX, clientY),
    bestOf: (team) => bestTrajectory(picking(), team),
    dispose() {
      if (isDisposed) return;
      isDisposed = true;
      frames.dispose();
      clearTimeout(cameraTimer);
      observer.disconnect();
      stopCamera();
      for (const stop of stops) stop();
      inspection.dispose();
      experiment.dispose();
      session.run.set({ playing: false, step: 0, finished: false });
      showStatus(performance.now(), 0);
      scene.dispose();
      platform.dispose();
    },
  };
}

/** What keeps a surface from being descended at all. */
function problemOf(landscape: LiveLandscape | null): string | null {
  if (landscape === null || landscape.loss.some(Number.isFinite)) return null;
  return 'This formula has no finite loss anywhere in the domain.';
}
