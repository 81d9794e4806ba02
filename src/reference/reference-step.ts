import type { TeamSnapshot } from '../engine/engine.ts';
import type { Plan } from '../engine/plan.ts';
import { descend } from './descend.ts';
import { createStepRules, type RuleOptions } from './step-rules.ts';

/**
 * One float64 step of every trajectory of a snapshot, from whatever engine it came. The snapshot is not changed.
 * @param team index into `plan.teams`
 * @param step number of the step, counted from 0: what schedules, bias corrections and noise depend on
 */
export function referenceStep(
  plan: Plan,
  team: number,
  step: number,
  snapshot: Pick<TeamSnapshot, 'position' | 'state' | 'status'>,
  options: RuleOptions = {},
): Pick<TeamSnapshot, 'position' | 'state' | 'status'> {
  const memory = {
    count: snapshot.status.length,
    position: snapshot.position.slice(),
    status: snapshot.status.slice(),
    state: Object.fromEntries(Object.entries(snapshot.state).map(([name, column]) => [name, column.slice()])),
  };
  descend(memory, createStepRules(plan, team, options), step, 1);
  return { position: memory.position, state: memory.state, status: memory.status };
}
