import { RavineError } from '../core/errors.ts';
import type { Numbers } from '../core/numbers.ts';
import type { CompiledFormula } from '../formula/compile.ts';
import { optimizerById, wrappersOf } from '../optimizers/index.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { wrapOptimizer } from '../optimizers/wrap.ts';
import { scheduleById } from '../schedules/index.ts';
import type { Schedule } from '../schedules/schedule.ts';
import { surfaceById } from '../surfaces/index.ts';
import { compileCached } from './compile-cached.ts';
import { completeHyper, completeScheduleParams } from './complete-values.ts';
import type { Plan, PlannedSurface, PlannedTeam } from './plan.ts';
import type { Domain, OptimizerSpec, RunSpec, SurfaceSpec } from './run-spec.ts';

/** Looks every name up and fills every default in. @param spec as `parseRunSpec` returns it */
export function planRun(spec: RunSpec): Plan {
  const schedule = known(scheduleById(spec.schedule.id), 'schedule', spec.schedule.id);
  const scheduleParams = completeScheduleParams(schedule, spec.schedule.params);
  const surface = planSurface(spec.surface);
  const starts = spec.starts.kind === 'points' ? spec.starts.points.length : spec.starts.count;
  return {
    spec,
    surface,
    teams: spec.optimizers.map((team) => planTeam(team, surface, schedule, scheduleParams)),
    schedule,
    scheduleParams,
    starts,
    first: 0,
    count: starts,
  };
}

export function planSurface(spec: SurfaceSpec): PlannedSurface {
  if ('formula' in spec) {
    const compiled = compile(spec.formula, Object.keys(spec.params));
    const params = ordered(compiled, spec.params);
    return { id: null, title: 'Typed formula', compiled, params, domain: spec.domain, minima: [] };
  }
  const entry = known(surfaceById(spec.id), 'surface', spec.id);
  const compiled = compile(
    entry.formula,
    entry.parameters.map((parameter) => parameter.name),
  );
  const defaults = Object.fromEntries(entry.parameters.map((p) => [p.name, p.default]));
  const params = { ...defaults, ...spec.params };
  return {
    id: entry.id,
    title: entry.title,
    compiled,
    params: ordered(compiled, params),
    domain: [...entry.domain] satisfies Domain,
    minima: entry.minima(params),
  };
}

function planTeam(
  { id, hyper }: OptimizerSpec,
  surface: PlannedSurface,
  schedule: Schedule,
  scheduleParams: Numbers,
): PlannedTeam {
  const base = known(optimizerById(id), 'optimizer', id);
  const own = completeHyper(base, hyper, surface.minima[0]?.loss);
  const optimizer = wrapped(base, own, schedule);
  // A schedule's wrapper has its parameters as hyperparameters.
  const shared = Object.fromEntries(
    (schedule.wrapper?.hyper ?? []).map(({ name }) => [name, scheduleParams[name]]),
  );
  return { optimizer, hyper: { ...own, ...shared }, rates: null };
}

/** An optimizer with what its hyperparameters and the schedule have done after each of its steps. */
export function wrapped(base: Optimizer, hyper: Numbers, schedule: Schedule): Optimizer {
  const ofSchedule = schedule.wrapper === undefined ? [] : [schedule.wrapper];
  return wrapOptimizer(base, [...ofSchedule, ...wrappersOf(hyper)]);
}

function compile(text: string, parameters: readonly string[]): CompiledFormula {
  const compilation = compileCached(text, parameters);
  if (!compilation.ok)
    throw new RavineError('formula', compilation.error.message, { field: 'surface.formula' });
  return compilation.compiled;
}

const ordered = (compiled: CompiledFormula, params: Numbers): Numbers =>
  Object.fromEntries(compiled.parameters.map((name) => [name, params[name]]));

/** A parsed spec has no unknown names: one that arrives here has bypassed the border. */
function known<T>(found: T | undefined, what: string, id: string): T {
  if (found === undefined) throw new RavineError('internal', `There is no ${what} '${id}'.`);
  return found;
}
