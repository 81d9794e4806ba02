import type { Engine } from '../engine/engine.ts';
import { isTransformed } from '../engine/gradient-transforms.ts';
import type { Plan } from '../engine/plan.ts';
import { createReplay, type Replay } from '../engine/replay.ts';
import { generateStarts } from '../engine/starts.ts';
import { nameOf, teamNames } from '../engine/team-names.ts';
import type { Scene, SceneSelection } from '../render/scene.ts';
import type { Inspected } from '../state/app-state.ts';
import { inspectStep, inspectTrajectory } from '../state/edits.ts';
import { equal } from '../state/equal.ts';
import type { Store } from '../state/store.ts';
import { formatCount } from '../ui/format.ts';
import { arrowsOf } from '../ui/inspector/arrows.ts';
import type { InspectedTrajectory, Pair } from '../ui/inspector/inspected.ts';
import type { Inspector } from '../ui/inspector/inspector.ts';
import { pairOf } from '../ui/inspector/quantities.ts';
import { colorOfTeam } from '../ui/theme.ts';
import type { Experiment } from './experiment.ts';
import { createStepInspector, type StepInspector, statusText } from './inspect-step.ts';

export interface InspectionOptions {
  engine: Engine;
  scene: Pick<Scene, 'setSelection'>;
  experiment: Pick<Experiment, 'run'>;
  store: Store;
  inspector: Inspector;
  onError(error: unknown): void;
}

/** Keeps the inspector and the marks in the scene at what the store says is looked into, as the run goes on. */
export interface Inspection {
  /** The run has changed or gone on. */
  update(): void;
  /** Goes some steps forward, or back, from the shown one. */
  walk(steps: number): void;
  dispose(): void;
}

/** The trajectory that is held ready. */
interface Held {
  plan: Plan;
  team: number;
  index: number;
  start: Pair;
  replay: Replay;
  steps: StepInspector;
}

/** A replay of fewer steps than this needs no word. */
const LONG_REPLAY = 500;

export function createInspection(options: InspectionOptions): Inspection {
  const { engine, scene, experiment, store, inspector, onError } = options;
  let held: Held | null = null;
  let shown: InspectedTrajectory | null = null;
  let abort = new AbortController();
  let isBusy = false;
  let isStale = false;
  let isDisposed = false;

  const hold = async (plan: Plan, { team, index }: Inspected): Promise<Held> => {
    // Most visits never inspect: what it takes is loaded when asked for.
    const { createStepExplainer } = await import('../consistency/explain-step.ts');
    const replay = await createReplay(engine, plan, team, index);
    const isReference = engine.kind === 'cpu';
    const explain = createStepExplainer(replay.plan, 0, { float32Inputs: !isReference });
    const steps = createStepInspector(replay.plan, explain, isReference);
    return { plan, team, index, start: pairOf(generateStarts(replay.plan)), replay, steps };
  };
  const release = () => {
    held?.replay.dispose();
    held = null;
  };
  /** Of a run that began anew a long history may no longer have the beginning. */
  const holds = (plan: Plan, { team, index }: Inspected, step: number) =>
    held?.plan === plan && held.team === team && held.index === index && held.replay.moments[0]!.step <= step;

  const show = (chosen: Inspected | null) => {
    const state = store.get();
    const names = teamNames(state.spec.optimizers).map(nameOf);
    const newest = experiment.run?.step ?? 0;
    shown = held && chosen && trajectoryOf(held, chosen, newest, colorOfTeam(state, chosen.team));
    inspector.show(shown, names);
    const isDrawn = shown !== null && !state.view.hidden.includes(shown.team);
    scene.setSelection(isDrawn ? selectionOf(shown!, newest) : null);
  };

  const bringUp = async () => {
    const { inspect } = store.get().view;
    const plan = experiment.run?.plan;
    if (inspect === null || plan === undefined) {
      release();
      show(null);
      return;
    }
    if (inspect.team >= plan.teams.length || inspect.index >= plan.count) {
      // The teams of the store may be ahead of the run that shows them.
      if (equal(plan.spec, store.get().spec)) store.update((state) => inspectTrajectory(state, null));
      return;
    }
    const target = Math.max(inspect.step ?? 0, experiment.run?.step ?? 0);
    if (!holds(plan, inspect, target)) {
      release();
      inspector.setProgress('Replaying its steps…');
      held = await hold(plan, inspect);
    }
    const { replay } = held!;
    const isLong = target - replay.moments.at(-1)!.step > LONG_REPLAY;
    await replay.reach(target, {
      signal: abort.signal,
      onProgress: (step) => {
        if (isLong) inspector.setProgress(`Replaying step ${formatCount(step)} of ${formatCount(target)}…`);
      },
    });
    // The scene may be gone by now, and the inspector another's.
    if (isDisposed) return;
    inspector.setProgress('');
    if (!isStaleSelection()) show(inspect);
  };
  /** Somebody chose another trajectory while this one was brought up. */
  const isStaleSelection = () => {
    const { inspect } = store.get().view;
    return inspect === null || inspect.team !== held?.team || inspect.index !== held.index;
  };

  const work = async () => {
    isBusy = true;
    while (isStale && !isDisposed) {
      isStale = false;
      abort = new AbortController();
      try {
        await bringUp();
      } catch (error) {
        release();
        if (isDisposed) break;
        inspector.setProgress('');
        onError(error);
      }
    }
    isBusy = false;
    if (isDisposed) release();
  };
  const update = () => {
    isStale = true;
    if (!isBusy) void work();
  };
  const stops = [
    store.subscribe(
      ({ view: { inspect } }) => inspect && [inspect.team, inspect.index],
      () => abort.abort(),
    ),
    store.subscribe(({ view: { inspect, hidden, colors } }) => [inspect, hidden, colors], update),
    store.subscribe(({ spec }) => spec.optimizers, update),
  ];

  return {
    update,
    walk(steps) {
      if (shown === null) return;
      const to = Math.max(shown.first, shown.t + steps);
      if (to <= shown.last || !shown.isOver) store.update((state) => inspectStep(state, to));
    },
    dispose() {
      isDisposed = true;
      abort.abort();
      for (const stop of stops) stop();
      if (!isBusy) release();
      inspector.setProgress('');
      scene.setSelection(null);
    },
  };
}

function trajectoryOf(
  { plan, team, index, start, replay, steps }: Held,
  { step }: Inspected,
  newest: number,
  color: string,
): InspectedTrajectory {
  const { moments } = replay;
  const first = moments[0]!.step;
  const end = moments.at(-1)!;
  // What has been replayed ahead of a run that began anew is not its history yet.
  const last = Math.min(end.step, Math.max(newest, step ?? 0));
  const t = Math.min(last, Math.max(first, step ?? newest));
  const moment = moments[t - first]!;
  const before = moments[t - first - 1];
  const { optimizer, hyper } = plan.teams[team]!;
  return {
    ...{ team, index, color, optimizer, hyper, start, first, last, t, moments },
    count: plan.count,
    isTransformed: isTransformed(plan.spec.gradient),
    status: statusText(moment),
    position: pairOf(moment.position),
    loss: moment.loss[0]!,
    isOver: last === end.step && (end.step >= plan.spec.steps || statusText(end) !== 'running'),
    isFollowing: step === null,
    slopes: moments.map(steps.slopeAt),
    step: before === undefined ? null : steps.inspect(before, moment),
  };
}

const arrowLooks = {
  gradient: { rank: 0, color: 'var(--arrow-gradient)' },
  momentum: { rank: 1, color: 'var(--arrow-momentum)' },
  step: { rank: 2, color: 'var(--arrow-step)' },
} as const;

/** Its path up to where it is, a ring there, and arrows where its step began. */
function selectionOf(trajectory: InspectedTrajectory, newest: number): SceneSelection {
  const { moments, first, t, step, color, position, optimizer } = trajectory;
  const past = moments.slice(0, Math.max(t, Math.min(newest, trajectory.last)) - first + 1);
  const path = new Float32Array(3 * past.length);
  for (const [k, { position: place, loss }] of past.entries())
    path.set([place[0]!, place[1]!, loss[0]!], 3 * k);
  const from = step === null ? position : step.before.theta!;
  const arrows = step === null ? [] : arrowsOf(optimizer, step);
  return {
    ...{ color, path, at: position, from },
    arrows: arrows.map(({ kind, direction }) => ({ ...arrowLooks[kind], direction })),
  };
}
