import { RavineError } from '../core/errors.ts';
import type { Run, TeamSnapshot } from '../engine/engine.ts';
import { type Plan, rateCount, trajectoriesOfRate } from '../engine/plan.ts';
import { assertSnapshotFits } from '../engine/snapshot-size.ts';
import { generateStarts } from '../engine/starts.ts';
import { descend } from './descend.ts';
import { observe } from './observe.ts';
import { createStepRules, type RuleOptions, type StepRules } from './step-rules.ts';
import { summaryOf, type Tally, tallyOf } from './summary.ts';
import { createTeamMemory, type TeamMemory } from './team-memory.ts';

interface Team {
  memory: TeamMemory;
  /** One for each learning rate: for as many trajectories as there are starts. */
  rules: readonly StepRules[];
}

export interface CpuRun extends Run {
  /** The same plan from its starts again. */
  restart(): void;
  /** As `read`, at once. */
  copy(team: number): TeamSnapshot;
  /** What these trajectories add to a summary, by team. */
  tally(): Tally[];
  /** Copies a team's drawable part out, rounded to float32. */
  draw(team: number, into: Drawn): void;
}

/** What is drawn of a team. */
export interface Drawn {
  /** [count × 2], interleaved x, y, domain units. */
  readonly position: Float32Array;
  /** [count × 2], loss and gradient norm at `position`. */
  readonly observe: Float32Array;
  /** [count], see `core/status.ts`. */
  readonly status: Uint32Array;
}

/** A RunSpec being executed in float64. `advance` blocks until its steps are done. */
export function createCpuRun(plan: Plan, options: RuleOptions = {}): CpuRun {
  const memories = () => {
    const starts = generateStarts(plan);
    return plan.teams.map(({ optimizer }) => createTeamMemory(optimizer, starts));
  };
  let teams: Team[] | null = memories().map((memory, index) => ({
    memory,
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
      // A window of many rates has few of them.
      if (low < high) descend(memory, ofRate, step, steps, low, high);
    }
  };
  const copy = (index: number) => snapshotOf(teamAt(alive(), index), step);
  const tally = () => alive().map(({ memory, rules }) => tallyOf(memory, rules[0], plan));
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
      const team = teamAt(alive(), index);
      const { memory, rules } = team;
      assertSnapshotFits(snapshot, rules[0].optimizer, memory.count);
      memory.position.set(snapshot.position);
      for (const name of Object.keys(memory.state)) memory.state[name].set(snapshot.state[name]);
      if (snapshot.status === undefined) memory.status.fill(0);
      else memory.status.set(snapshot.status);
      step = snapshot.step;
      move(team, 0);
    },
    read: async (index) => copy(index),
    async summarize() {
      return tally().map((whole, index) => summaryOf([whole], plan, index, step));
    },
    async settle() {
      alive();
    },
    restart() {
      step = 0;
      for (const [index, memory] of memories().entries()) {
        const team = teamAt(alive(), index);
        team.memory = memory;
        move(team, 0);
      }
    },
    copy,
    tally,
    draw(index, { position, observe: observed, status }) {
      const { memory, rules } = teamAt(alive(), index);
      const { loss, gradientNorm } = observe(memory.position, rules[0]);
      position.set(memory.position);
      status.set(memory.status);
      for (let k = 0; k < memory.count; k++) {
        observed[2 * k] = loss[k];
        observed[2 * k + 1] = gradientNorm[k];
      }
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

function snapshotOf({ memory, rules }: Team, step: number): TeamSnapshot {
  return {
    step,
    position: memory.position.slice(),
    ...observe(memory.position, rules[0]),
    status: memory.status.slice(),
    state: Object.fromEntries(Object.entries(memory.state).map(([name, slot]) => [name, slot.slice()])),
  };
}
