import type { Numbers } from '../core/numbers.ts';
import type { HyperSpec, Optimizer } from '../optimizers/optimizer.ts';
import type { Schedule } from '../schedules/schedule.ts';
import type { HyperValue } from './run-spec.ts';

type Values = Readonly<Record<string, HyperValue>>;

/**
 * All hyperparameters of an optimizer as numbers: what was given (and has been parsed), else the default.
 * @param lowest lowest known loss of the surface, where one is known
 */
export const completeHyper = (optimizer: Pick<Optimizer, 'hyper'>, hyper: Values, lowest?: number): Numbers =>
  completeValues(optimizer.hyper, hyper, lowest);

/** All parameters of a schedule as numbers. */
export const completeScheduleParams = (schedule: Schedule, params: Values): Numbers =>
  completeValues(schedule.params, params);

/** What a hyperparameter is if nothing is said of it, in the form a RunSpec has it. @param given what is said of others */
export function standardValue(
  spec: HyperSpec,
  specs: readonly HyperSpec[],
  given: Values,
  lowest?: number,
): HyperValue {
  const { defaultBy } = spec;
  if (defaultBy === undefined) return spec.default;
  if (defaultBy === 'lowest loss') return lowest ?? spec.default;
  const convention = given.convention ?? specs.find(({ name }) => name === 'convention')?.default;
  return defaultBy.convention[String(convention)] ?? spec.default;
}

function completeValues(specs: readonly HyperSpec[], values: Values, lowest?: number): Numbers {
  return Object.fromEntries(
    specs.map((spec) => [
      spec.name,
      toNumber(
        spec,
        Object.hasOwn(values, spec.name) ? values[spec.name] : standardValue(spec, specs, values, lowest),
      ),
    ]),
  );
}

function toNumber(spec: HyperSpec, value: HyperValue): number {
  if (typeof value === 'string') return spec.choices?.indexOf(value) ?? -1;
  return Number(value);
}
