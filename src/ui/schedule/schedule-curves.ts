import type { Numbers } from '../../core/numbers.ts';
import { completeHyper, completeScheduleParams } from '../../engine/complete-values.ts';
import type { OptimizerSpec } from '../../engine/run-spec.ts';
import { optimizerById } from '../../optimizers/index.ts';
import { scheduleById } from '../../schedules/index.ts';
import type { Schedule, ScheduleHandle } from '../../schedules/schedule.ts';
import type { AppState } from '../../state/app-state.ts';

/** A learning rate over the steps. */
export interface RateCurve {
  /** Learning rate that the schedule's factor is on. */
  lr: number;
  /** One per step of `steps`. */
  rates: readonly number[];
}

export interface ScheduleCurves {
  schedule: Schedule;
  /** Complete, as numbers. */
  params: Numbers;
  /** Steps of the run; the chart may go on after it, to show what the schedule would do. */
  run: number;
  /** Last step of the chart. */
  end: number;
  /** Where the curves are sampled, from 0 to `end`. */
  steps: readonly number[];
  /** One for each learning rate among the shown teams, with the teams that have it, the first team's first. */
  teams: readonly (RateCurve & { teams: readonly number[] })[];
  /** Other schedules beside it, on the first team's learning rate. */
  others: readonly (RateCurve & { id: string; title: string })[];
  handles: readonly (ScheduleHandle & { rate: number })[];
}

/** Samples of a curve: more than a chart has pixels. */
const MOST_SAMPLES = 1500;
/** A chart may be this many times as long as the run, so that the end of a longer schedule can be dragged back. */
const LONGEST = 2;

/**
 * What the schedule of a state makes of every learning rate.
 * @param compared ids of other schedules to show beside it
 * @param end last step of the chart; left out: what suits run and schedule
 */
export function scheduleCurves(
  { spec, view }: AppState,
  compared: readonly string[],
  end?: number,
): ScheduleCurves {
  const schedule = scheduleById(spec.schedule.id)!;
  const params = completeScheduleParams(schedule, spec.schedule.params);
  const handles = schedule.handles?.(params, spec.steps) ?? [];
  const last = end ?? endOf(spec.steps, handles);
  const steps = samples(last);
  const groups = groupByRate(spec.optimizers, view.hidden);
  const [{ lr }] = groups;
  return {
    schedule,
    params,
    run: spec.steps,
    end: last,
    steps,
    teams: groups.map((group) => ({ ...group, rates: ratesOf(schedule, params, group.lr, steps) })),
    others: compared.flatMap((id) => {
      const other = scheduleById(id);
      if (other === undefined || id === schedule.id) return [];
      const rates = ratesOf(other, paramsAlike(other, schedule, params), lr, steps);
      return [{ id, title: other.title, lr, rates }];
    }),
    handles: handles.map((handle) => ({
      ...handle,
      rate: lr * schedule.factor(params, Math.round(handle.step)),
    })),
  };
}

/** Schedules that can be shown beside another: those that no loss decides. */
export const canCompare = ({ wrapper }: Schedule): boolean => wrapper === undefined;

/**
 * Parameters to compare a schedule with: those that both have by the same name and default mean the same and are the
 * same; the others have their defaults.
 */
export function paramsAlike(schedule: Schedule, other: Schedule, params: Numbers): Numbers {
  const shared = schedule.params
    .filter(({ name, default: standard }) =>
      other.params.some((spec) => spec.name === name && spec.default === standard),
    )
    .map(({ name }) => [name, params[name]!]);
  return { ...completeScheduleParams(schedule, {}), ...Object.fromEntries(shared) };
}

const ratesOf = (schedule: Schedule, params: Numbers, lr: number, steps: readonly number[]): number[] =>
  steps.map((step) => lr * schedule.factor(params, step));

function endOf(run: number, handles: readonly ScheduleHandle[]): number {
  const furthest = Math.max(0, ...handles.map(({ step }) => step));
  return Math.max(1, run, Math.min(LONGEST * run, Math.ceil(furthest)));
}

/** Every step up to `end`, or evenly spaced ones where they would be too many; the last is always there. */
function samples(end: number): number[] {
  const stride = Math.ceil((end + 1) / MOST_SAMPLES);
  const steps = Array.from({ length: Math.ceil(end / stride) }, (_, k) => k * stride);
  return [...steps, end];
}

/** Shown teams, or all where none is, by their learning rates. */
function groupByRate(
  optimizers: readonly OptimizerSpec[],
  hidden: readonly number[],
): [{ lr: number; teams: number[] }, ...{ lr: number; teams: number[] }[]] {
  const all = optimizers.map((_, team) => team);
  const shown = all.filter((team) => !hidden.includes(team));
  const groups = new Map<number, number[]>();
  for (const team of shown.length > 0 ? shown : all) {
    const { id, hyper } = optimizers[team]!;
    const lr = completeHyper(optimizerById(id)!, hyper).lr!;
    groups.set(lr, [...(groups.get(lr) ?? []), team]);
  }
  const [first, ...others] = [...groups].map(([lr, teams]) => ({ lr, teams }));
  return [first!, ...others];
}
