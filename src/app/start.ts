import { messageOf, RavineError } from '../core/errors.ts';
import { addPoints, inspectTrajectory, toggleTeam } from '../state/edits.ts';
import { browserHistory, connectHistory, readState } from '../state/history.ts';
import { linkLosses } from '../state/permalink.ts';
import { createSession } from '../state/session.ts';
import { createStore } from '../state/store.ts';
import { createDialogs } from '../ui/dialogs.ts';
import { createHeader } from '../ui/header.ts';
import { latePanel } from '../ui/late-panel.ts';
import { createPanel, type PanelActions } from '../ui/panel.ts';
import { connectShortcuts } from '../ui/shortcuts.ts';
import { connectTheme, type ShownTheme } from '../ui/theme.ts';
import { createUnsupportedPage } from '../ui/unsupported-page.ts';
import { createBrush } from './brush.ts';
import { checkOnScreen } from './check-on-screen.ts';
import { createLaboratory, type Laboratory } from './laboratory.ts';
import { askedShortcoming, lossAdvice, openPlatform } from './open-platform.ts';
import type { Chosen } from './pick-trajectory.ts';
import { connectPointer, type PointerActions } from './pointer.ts';
import { createScreen } from './screen.ts';

/** A device that is lost more often than this within `LOSS_WINDOW_MS` is not asked for again. */
const MOST_LOSSES = 3;
const LOSS_WINDOW_MS = 60_000;

/** Builds the page and keeps it alive. */
export async function start(): Promise<void> {
  const element = (id: string) => document.getElementById(id)!;
  const app = element('app');
  const port = browserHistory(window);
  const { state, problems } = readState(port);
  const store = createStore(state);
  const session = createSession();
  const dialogs = createDialogs(document.body);
  const screen = createScreen(store, session, {
    inspectBest: (team) => inspectBest(team),
    explain: (text) => dialogs.toast(text),
  });
  let laboratory: Laboratory | null = null;
  let theme: ShownTheme = 'dark';

  const complain = (message: string) => dialogs.toast(message, { kind: 'problem' });
  const onError = (error: unknown) => complain(messageOf(error));
  const history = connectHistory(store, port, (list) => list.forEach(complain));

  const distribution = async () =>
    (await import('../ui/distribution/distribution.ts')).createDistribution(store, screen.history);
  screen.dock.add({ id: 'distribution', title: 'Spread', ...latePanel(distribution, onError) });
  const schedule = async () =>
    (await import('../ui/schedule/schedule-chart.ts')).createScheduleChart(store, session);
  screen.dock.add({ id: 'schedule', title: 'Schedule', ...latePanel(schedule, onError) });
  const compare = async () => {
    const [{ createCompare }, { comparisonsOn }] = await Promise.all([
      import('../ui/compare/compare.ts'),
      import('./compare.ts'),
    ]);
    const comparisons = comparisonsOn(() => laboratory?.platform.engine ?? null);
    return { element: createCompare(store, comparisons, screen.dock.enlarge) };
  };
  screen.dock.add({ id: 'compare', title: 'Compare', ...latePanel(compare, onError) });

  const inspect = (chosen: Chosen | null) => store.update((current) => inspectTrajectory(current, chosen));
  const inspectBest = (team: number) => {
    laboratory?.bestOf(team).then(inspect, onError);
  };
  /** What is looked into changes by some trajectories or teams, around at the ends; the first time the best is taken. */
  const inspectBeside = (teams: number, trajectories: number) => {
    const plan = laboratory?.experiment.run?.plan;
    const { inspect: chosen, hidden } = store.get().view;
    if (plan === undefined) return;
    const around = (value: number, size: number) => (value + size) % size;
    const shown = [...plan.teams.keys()].filter((team) => !hidden.includes(team));
    if (chosen === null) return inspectBest(shown[0] ?? 0);
    const place = around(shown.indexOf(chosen.team) + teams, shown.length);
    inspect({
      team: teams === 0 ? chosen.team : (shown[place] ?? chosen.team),
      index: around(chosen.index + trajectories, plan.count),
    });
  };

  const actions: PanelActions = {
    toggleRun: () => laboratory?.player.toggle(),
    stepOnce: () => laboratory?.player.stepOnce(),
    restart: () => laboratory?.player.restart(),
    check: () => {
      if (laboratory) void checkOnScreen(laboratory, store, dialogs.check());
    },
    copyLink: () => {
      history.flush();
      const losses = linkLosses(store.get().spec);
      navigator.clipboard.writeText(location.href).then(
        () => dialogs.toast(['Link copied.', ...losses].join(' ')),
        () => complain('The browser does not let this page copy: take the link from the address bar.'),
      );
    },
    topView: () => laboratory?.scene.camera.top(),
    resetView: () => laboratory?.scene.camera.set(null),
    setTool: (tool) => session.tool.set(tool),
  };

  createHeader(element('header'), {
    store,
    actions: { copyLink: actions.copyLink, check: actions.check, help: dialogs.help },
  });
  connectTheme(store, (shown) => {
    theme = shown;
    laboratory?.scene.setTheme(shown);
  });
  session.tool.subscribe((tool) => laboratory?.scene.setControlsEnabled(tool !== 'brush'));
  connectShortcuts(window, {
    toggleRun: actions.toggleRun,
    stepOnce: actions.stepOnce,
    restart: actions.restart,
    topView: actions.topView,
    help: dialogs.help,
    toggleTeam: (team) => store.update((current) => toggleTeam(current, team)),
    escape: () => {
      if (session.tool.get() !== 'orbit') session.tool.set('orbit');
      else inspect(null);
    },
    previousTrajectory: () => inspectBeside(0, -1),
    nextTrajectory: () => inspectBeside(0, 1),
    previousTeam: () => inspectBeside(-1, 0),
    nextTeam: () => inspectBeside(1, 0),
    previousStep: () => laboratory?.inspection.walk(-1),
    nextStep: () => laboratory?.inspection.walk(1),
  });

  let canvas = element('scene') as HTMLCanvasElement;
  let brush: ReturnType<typeof createBrush> | null = null;
  const pointerActions: PointerActions = {
    tool: session.tool.get,
    pick: (x, y) => laboratory?.pick(x, y) ?? null,
    hover(at) {
      const info = at && screen.pointInfo(...at.point);
      laboratory?.scene.setHover(info && { x: info.x, y: info.y, gradient: info.gradient });
      if (!at || !info) return screen.hover.hide();
      const stage = element('stage').getBoundingClientRect();
      screen.hover.show(info, { left: at.clientX - stage.left, top: at.clientY - stage.top });
    },
    select(clientX, clientY) {
      laboratory?.trajectoryAt(clientX, clientY).then(inspect, onError);
    },
    drop(point) {
      const before = store.get().spec.starts.kind;
      store.update((current) => addPoints(current, [point]));
      if (before !== 'points') dialogs.toast('Starts are now where you click. “Back” restores the swarm.');
    },
    brush: {
      begin(point) {
        const plan = laboratory?.experiment.run?.plan;
        if (!plan) return;
        const painted = plan.spec.starts.kind === 'points' ? plan.count : 0;
        // The seed moves on with every stroke, or two strokes at one place would paint the same points.
        brush = createBrush(plan.surface.domain, plan.spec.seed + painted);
        this.move(point);
      },
      move(point) {
        if (!brush) return;
        brush.dab(...point);
        laboratory?.scene.setStartsPreview(new Float32Array(brush.points.flat()));
      },
      end() {
        const points = [...(brush?.points ?? [])];
        brush = null;
        laboratory?.scene.setStartsPreview(null);
        if (points.length > 0) store.update((current) => addPoints(current, points));
      },
    },
  };
  let pointer = connectPointer(canvas, pointerActions);
  /** A canvas draws through WebGPU or through WebGL all its life, and for as long as the device lives. */
  const renewCanvas = (): void => {
    const next = canvas.cloneNode() as HTMLCanvasElement;
    canvas.replaceWith(next);
    canvas = next;
    pointer.dispose();
    pointer = connectPointer(canvas, pointerActions);
  };

  let hasPanel = false;
  let losses: number[] = [];
  const asked = askedShortcoming(location.search);
  /** Why the CPU has to do; null while the GPU may. */
  let { shortcoming } = asked;
  const begin = async (): Promise<void> => {
    const platform = await openPlatform(canvas, shortcoming);
    laboratory = await createLaboratory({
      ...{ platform, canvas, store, session, screen, onError },
      overlay: element('overlay'),
      onSceneChange: () => pointer.refresh(),
    });
    const { scene } = laboratory;
    scene.setTheme(theme);
    scene.setControlsEnabled(session.tool.get() !== 'brush');
    element('boot').hidden = true;
    if (!hasPanel)
      createPanel(element('panel'), { store, session, actions, limits: { maxCount: platform.maxCount } });
    hasPanel = true;
    void platform.lost.then(reopen);
  };
  const open = async (): Promise<void> => {
    try {
      await begin();
    } catch (error) {
      // That a browser has no WebGPU is nothing to warn of; everything else is for whoever looks into it.
      if (shortcoming !== null || !(error instanceof RavineError)) console.warn(error);
      if (shortcoming !== null) {
        createUnsupportedPage(app, messageOf(error));
        return;
      }
      shortcoming = messageOf(error);
      renewCanvas();
      await open();
    }
  };
  const reopen = async ({ message }: { message: string }): Promise<void> => {
    const step = laboratory?.experiment.run?.step ?? 0;
    laboratory?.dispose();
    laboratory = null;
    const now = performance.now();
    losses = [...losses.filter((time) => now - time < LOSS_WINDOW_MS), now];
    const isTooOften = losses.length > MOST_LOSSES;
    if (isTooOften && shortcoming !== null) {
      createUnsupportedPage(app, lossAdvice(losses.length));
      return;
    }
    const before = shortcoming;
    if (isTooOften) shortcoming = lossAdvice(losses.length);
    if (shortcoming !== null) renewCanvas();
    await open();
    if (laboratory === null) return;
    const goesOn = before === shortcoming ? 'It is back' : 'The CPU takes over';
    complain(
      `The graphics device was lost at step ${step} (${message}). ${goesOn}, and the run begins again.`,
    );
  };

  for (const problem of [...problems, ...asked.problems]) complain(problem);
  await open();
}
