import { RavineError } from '../core/errors.ts';
import type { Run, TeamSnapshot } from '../engine/engine.ts';
import { type Plan, rateCount, trajectoriesOfRate } from '../engine/plan.ts';
import { generateStarts } from '../engine/starts.ts';
import { descend } from './descend.ts';
import { observe } from './observe.ts';
import { createStepRules, type RuleOptions, type StepRules } from './step-rules.ts';
import { summaryOf, tallyOf } from './summary.ts';
import { createTeamMemory, type TeamMemory } from './team-memory.ts';

interface Team {
  memory: TeamMemory;
  /** One for each learning rate: for as many trajectories as there are starts. */
  rules: readonly StepRules[];
}

/** A RunSpec being executed in float64. `advance` blocks until its steps are done. */
export function createCpuRun(plan: Plan, options: RuleOptions = {}): Run {
  const starts = generateStarts(plan);
  let teams: Team[] | null = plan.teams.map(({ optimizer }, index) => ({
    memory: createTeamMemory(optimizer, starts),
    rules: Array.from({ length: rateCount(plan) }, (_, rate) => createStepRules(plan, index, options, rate)),
  }));
  let step = 0;

  const alive = (): Team[] => {
    if (teams === null) throw new RavineError('disposed', 'This run has been disposed of.');
    return teams;
  };

  const move = ({ memory, rules }: Team, steps: number): void => {
    for (const [rate, ofRate] of rules.entries()) {
      const [low, high] = trajectoriesOfRate(plan, rate);
      descend(memory, ofRate, step, steps, low, high);
    }
  };
  for (const team of alive()) move(team, 0);

  return {
    plan,
    get step() {
      return step;
    },
    advance(count) {
      const steps = Math.max(0, Math.min(count, plan.spec.steps - step));
      for (const team of alive()) move(team, steps);
      step += steps;
    },
    load(index, snapshot) {
      const { memory } = teamAt(alive(), index);
      fill(memory.position, snapshot.position, 'position');
      for (const name of Object.keys(memory.state)) {
        fill(memory.state[name], snapshot.state[name], `state.${name}`);
      }
      if (snapshot.status === undefined) memory.status.fill(0);
      else fill(memory.status, snapshot.status, 'status');
      step = snapshot.step;
      move(teamAt(alive(), index), 0);
    },
    async read(index) {
      const team = teamAt(alive(), index);
      return snapshotOf(team, step);
    },
    async summarize() {
      return alive().map(({ memory, rules }, index) =>
        summaryOf([tallyOf(memory, rules[0], plan)], plan, index, step),
      );
    },
    async settle() {
      alive();
    },
    dispose() {
      teams = null;
    },
  };
}

function teamAt(teams: Team[], index: number): Team {
  const team = teams[index];
  if (team === undefined) {
    throw new RavineError('bad-input', `There is no team ${index}.`, {
      cure: `Teams are numbered from 0 to ${teams.length - 1}.`,
    });
  }
  return team;
}

function fill<T extends Float64Array | Uint32Array>(to: T, from: T | undefined, field: string): void {
  if (from?.length !== to.length) {
    throw new RavineError(
      'bad-input',
      `${field} has ${from?.length ?? 'no'} values, this run ${to.length}.`,
      {
        field,
        cure: 'Load as many trajectories as the run has.',
      },
    );
  }
  to.set(from);
}

function snapshotOf({ memory, rules }: Team, step: number): TeamSnapshot {
  return {
    step,
    position: memory.position.slice(),
    ...observe(memory.position, rules[0]),
    status: memory.status.slice(),
    state: Object.fromEntries(Object.entries(memory.state).map(([name, slot]) => [name, slot.slice()])),
  };
}
