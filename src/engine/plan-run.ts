import { RavineError } from '../core/errors.ts';
import type { Numbers } from '../core/numbers.ts';
import type { CompiledFormula } from '../formula/compile.ts';
import { optimizerById } from '../optimizers/index.ts';
import { scheduleById } from '../schedules/index.ts';
import { surfaceById } from '../surfaces/index.ts';
import { compileCached } from './compile-cached.ts';
import { completeHyper, completeScheduleParams } from './complete-values.ts';
import type { Plan, PlannedSurface, PlannedTeam } from './plan.ts';
import type { Domain, OptimizerSpec, RunSpec, SurfaceSpec } from './run-spec.ts';

/** Looks every name up and fills every default in. @param spec as `parseRunSpec` returns it */
export function planRun(spec: RunSpec): Plan {
  const schedule = known(scheduleById(spec.schedule.id), 'schedule', spec.schedule.id);
  return {
    spec,
    surface: planSurface(spec.surface),
    teams: spec.optimizers.map(planTeam),
    schedule,
    scheduleParams: completeScheduleParams(schedule, spec.schedule.params),
    count: spec.starts.kind === 'points' ? spec.starts.points.length : spec.starts.count,
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

function planTeam({ id, hyper }: OptimizerSpec): PlannedTeam {
  const optimizer = known(optimizerById(id), 'optimizer', id);
  return { optimizer, hyper: completeHyper(optimizer, hyper) };
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
