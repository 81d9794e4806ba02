import { optimizerById } from '../optimizers/index.ts';
import type { HyperSpec } from '../optimizers/optimizer.ts';
import { completeHyper, standardValue } from './complete-values.ts';
import type { HyperValue, OptimizerSpec } from './run-spec.ts';

export interface TeamName {
  /** The optimizer's. */
  title: string;
  /** Its learning rate, and what else tells it from other teams of the same optimizer. */
  detail: string;
}

/** A team's name in one line of text. */
export const nameOf = ({ title, detail }: TeamName): string =>
  detail === '' ? title : `${title} (${detail})`;

/**
 * What to call the teams of a run beside each other: no two have the same name.
 * @param always hyperparameters that are told even where no team differs in them
 */
export function teamNames(teams: readonly OptimizerSpec[], always: readonly string[] = ['lr']): TeamName[] {
  const details = teams.map((team) => {
    const kin = teams.filter(({ id }) => id === team.id);
    return distinctive(team, kin, always).map(([name, value]) => `${name} ${value}`);
  });
  return teams.map((team, i) => {
    const isSame = (k: number) => teams[k].id === team.id && equalTexts(details[k], details[i]);
    const alike = [...teams.keys()].filter(isSame);
    const turn = alike.length > 1 ? [`#${alike.indexOf(i) + 1}`] : [];
    return { title: optimizerById(team.id)?.title ?? team.id, detail: [...details[i], ...turn].join(', ') };
  });
}

const equalTexts = (a: readonly string[], b: readonly string[]): boolean => a.join() === b.join();

/**
 * Of the other hyperparameters those in which teams of one optimizer differ; not what only follows from the convention,
 * which is one of them.
 */
function distinctive(
  { id, hyper }: OptimizerSpec,
  kin: readonly OptimizerSpec[],
  always: readonly string[],
): [string, HyperValue][] {
  const optimizer = optimizerById(id);
  if (optimizer === undefined) return [];
  const complete = kin.map((other) => completeHyper(optimizer, other.hyper));
  const own = completeHyper(optimizer, hyper);
  const differs = ({ name, defaultBy }: HyperSpec) =>
    complete.some((other) => !Object.is(other[name], own[name])) &&
    (typeof defaultBy !== 'object' || kin.some((other) => Object.hasOwn(other.hyper, name)));
  return optimizer.hyper
    .filter((spec) => always.includes(spec.name) || differs(spec))
    .map((spec) => [spec.name, hyper[spec.name] ?? standardValue(spec, optimizer.hyper, hyper)]);
}
