import type { Numbers } from '../core/numbers.ts';
import type { HyperSpec, Optimizer } from '../optimizers/optimizer.ts';
import type { Schedule } from '../schedules/schedule.ts';
import type { HyperValue } from './run-spec.ts';

type Values = Readonly<Record<string, HyperValue>>;

/** All hyperparameters of an optimizer as numbers: what was given (and has been parsed), else the default. */
export const completeHyper = (optimizer: Optimizer, hyper: Values): Numbers =>
  completeValues(optimizer.hyper, hyper);

/** All parameters of a schedule as numbers. */
export const completeScheduleParams = (schedule: Schedule, params: Values): Numbers =>
  completeValues(schedule.params, params);

function completeValues(specs: readonly HyperSpec[], values: Values): Numbers {
  return Object.fromEntries(
    specs.map((spec) => [
      spec.name,
      toNumber(spec, Object.hasOwn(values, spec.name) ? values[spec.name] : spec.default),
    ]),
  );
}

function toNumber(spec: HyperSpec, value: HyperValue): number {
  if (typeof value === 'string') return spec.choices?.indexOf(value) ?? -1;
  return Number(value);
}
