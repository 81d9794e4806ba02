import { DEFAULT_RADIUS, DEFAULT_SPREAD } from '../engine/default-spec.ts';
import { MAX_TEAMS } from '../engine/run-limits.ts';
import type {
  HyperValue,
  OptimizerSpec,
  Point,
  RunSpec,
  StartsSpec,
  SurfaceSpec,
} from '../engine/run-spec.ts';
import type { Schedule } from '../schedules/schedule.ts';
import type { AppState, Inspected, ViewSettings } from './app-state.ts';
import { withoutTeam, withTeam } from './team-colors.ts';

/** Changes of state as pure functions: what the panel, the legend and the shortcuts do. */

export const editSpec = (state: AppState, change: Partial<RunSpec>): AppState => ({
  ...state,
  spec: { ...state.spec, ...change },
});

export const editView = (state: AppState, change: Partial<ViewSettings>): AppState => ({
  ...state,
  view: { ...state.view, ...change },
});

/** Sets a parameter of the surface, or drops it where it has its default, so that addresses stay short. */
export function setSurfaceParam(state: AppState, name: string, value: number, standard?: number): AppState {
  const params = { ...state.spec.surface.params, [name]: value };
  if (value === standard) delete params[name];
  return editSpec(state, { surface: { ...state.spec.surface, params } as SurfaceSpec });
}

export function setHyper(
  state: AppState,
  team: number,
  name: string,
  value: HyperValue,
  standard: HyperValue,
): AppState {
  return editTeam(state, team, (optimizer) => {
    const hyper = { ...optimizer.hyper, [name]: value };
    if (value === standard) delete hyper[name];
    return { ...optimizer, hyper };
  });
}

/** Chooses a schedule with its defaults, but for the length of one that has an end: it ends with the run. */
export function setSchedule(state: AppState, { id, params }: Pick<Schedule, 'id' | 'params'>): AppState {
  const chosen = editSpec(state, { schedule: { id, params: {} } });
  const total = params.find(({ name }) => name === 'total');
  const { steps } = state.spec;
  return total === undefined || steps < total.min!
    ? chosen
    : setScheduleParam(chosen, total.name, steps, total.default);
}

/** Sets a parameter of the schedule, or drops it where it has its default. */
export function setScheduleParam(
  state: AppState,
  name: string,
  value: HyperValue,
  standard: HyperValue,
): AppState {
  const params = { ...state.spec.schedule.params, [name]: value };
  if (value === standard) delete params[name];
  return editSpec(state, { schedule: { ...state.spec.schedule, params } });
}

export const setOptimizer = (state: AppState, team: number, optimizer: OptimizerSpec): AppState =>
  editTeam(state, team, () => optimizer);

function editTeam(
  state: AppState,
  team: number,
  edit: (optimizer: OptimizerSpec) => OptimizerSpec,
): AppState {
  const optimizers = state.spec.optimizers.map((optimizer, i) => (i === team ? edit(optimizer) : optimizer));
  return editSpec(state, { optimizers });
}

/** The same state where there are as many teams as there may be. */
export function addTeam(state: AppState, optimizer: OptimizerSpec): AppState {
  if (state.spec.optimizers.length >= MAX_TEAMS) return state;
  const { optimizers } = state.spec;
  const colors = withTeam(state.view, optimizers.length);
  return editView(editSpec(state, { optimizers: [...optimizers, optimizer] }), { colors });
}

/**
 * The same state where it is the last team. Teams after it move up, and what is hidden or inspected moves with them, as
 * their colours do.
 */
export function removeTeam(state: AppState, team: number): AppState {
  const { optimizers } = state.spec;
  if (optimizers.length <= 1) return state;
  const hidden = state.view.hidden.filter((i) => i !== team).map((i) => (i > team ? i - 1 : i));
  const colors = withoutTeam(state.view, optimizers.length, team);
  return editView(editSpec(state, { optimizers: optimizers.filter((_, i) => i !== team) }), {
    hidden,
    colors,
    inspect: inspectedWithout(state.view.inspect, team),
  });
}

function inspectedWithout(inspect: Inspected | null, team: number): Inspected | null {
  if (inspect === null || inspect.team < team) return inspect;
  return inspect.team === team ? null : { ...inspect, team: inspect.team - 1 };
}

/** Looks into a trajectory, following the run; null looks away. */
export const inspectTrajectory = (
  state: AppState,
  chosen: Pick<Inspected, 'team' | 'index'> | null,
): AppState => editView(state, { inspect: chosen && { team: chosen.team, index: chosen.index, step: null } });

/** Shows another step of the trajectory that is looked into; null follows the run. */
export const inspectStep = (state: AppState, step: number | null): AppState =>
  state.view.inspect === null ? state : editView(state, { inspect: { ...state.view.inspect, step } });

/** Shows a hidden team and hides a shown one; the same state where there is no such team. */
export function toggleTeam(state: AppState, team: number): AppState {
  if (team >= state.spec.optimizers.length) return state;
  const { hidden } = state.view;
  const next = hidden.includes(team)
    ? hidden.filter((i) => i !== team)
    : [...hidden, team].sort((a, b) => a - b);
  return editView(state, { hidden: next });
}

/**
 * Another kind of starts; the centre stays where both kinds have one.
 * @param given what to use where the current starts do not say: a count, and points to begin with
 */
export function setStartsKind(
  state: AppState,
  kind: StartsSpec['kind'],
  given: { count: number; points: Point[] },
): AppState {
  const { starts } = state.spec;
  const count = starts.kind === 'points' ? given.count : starts.count;
  const center = 'center' in starts ? starts.center : null;
  const make: Record<StartsSpec['kind'], () => StartsSpec> = {
    grid: () => ({ kind: 'grid', count }),
    uniform: () => ({ kind: 'uniform', count }),
    normal: () => ({ kind: 'normal', count, center, spread: DEFAULT_SPREAD }),
    ring: () => ({ kind: 'ring', count, center, radius: DEFAULT_RADIUS }),
    points: () => ({ kind: 'points', points: given.points }),
  };
  return editSpec(state, { starts: make[kind]() });
}

/** Adds hand-placed starts; what was generated before gives way to them. */
export function addPoints(state: AppState, added: readonly Point[]): AppState {
  const before = state.spec.starts.kind === 'points' ? state.spec.starts.points : [];
  return editSpec(state, { starts: { kind: 'points', points: [...before, ...added] } });
}
