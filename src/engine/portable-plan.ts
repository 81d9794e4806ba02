import { RavineError } from '../core/errors.ts';
import type { Numbers } from '../core/numbers.ts';
import { optimizerById } from '../optimizers/index.ts';
import { scheduleById } from '../schedules/index.ts';
import { compileCached } from './compile-cached.ts';
import type { Plan, PlannedSurface, PlannedTeam } from './plan.ts';
import { wrapped } from './plan-run.ts';

/** A plan as data that can be sent to another thread: names instead of what they name, all numbers filled in. */
export interface PortablePlan extends Pick<Plan, 'spec' | 'scheduleParams' | 'starts' | 'first' | 'count'> {
  surface: PortableSurface;
  teams: readonly (Pick<PlannedTeam, 'hyper' | 'rates'> & { optimizer: string })[];
}

export interface PortableSurface extends Omit<PlannedSurface, 'compiled'> {
  formula: string;
}

export function packPlan({ spec, scheduleParams, starts, first, count, surface, teams }: Plan): PortablePlan {
  return {
    ...{ spec, scheduleParams, starts, first, count },
    surface: packSurface(surface),
    teams: teams.map(({ optimizer, hyper, rates }) => ({ optimizer: optimizer.id, hyper, rates })),
  };
}

export function packSurface({ compiled, ...facts }: PlannedSurface): PortableSurface {
  return { ...facts, formula: compiled.text };
}

/** The same plan again, to be run where there is another copy of the catalogues. */
export function unpackPlan({ surface, teams, ...numbers }: PortablePlan): Plan {
  const schedule = known(scheduleById(numbers.spec.schedule.id), 'schedule');
  return {
    ...numbers,
    surface: unpackSurface(surface),
    schedule,
    teams: teams.map(({ optimizer, hyper, rates }) => ({
      optimizer: wrapped(known(optimizerById(optimizer), 'optimizer'), hyper, schedule),
      ...{ hyper, rates },
    })),
  };
}

export function unpackSurface({ formula, ...facts }: PortableSurface): PlannedSurface {
  const compilation = compileCached(formula, Object.keys(facts.params satisfies Numbers));
  if (!compilation.ok) throw new RavineError('internal', compilation.error.message);
  return { ...facts, compiled: compilation.compiled };
}

function known<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new RavineError('internal', `A plan names ${what}s that are not here.`);
  return found;
}
