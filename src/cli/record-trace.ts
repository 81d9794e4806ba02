import { RavineError } from '../core/errors.ts';
import type { Engine } from '../engine/engine.ts';
import type { Plan } from '../engine/plan.ts';

/** What one run leaves behind, recorded at some of its steps. */
export interface Trace {
  engine: Engine['kind'];
  plan: Plan;
  /** Recorded steps, ascending: every N-th from 0, and the last. */
  steps: readonly number[];
  teams: readonly TeamTrace[];
}

export interface TeamTrace {
  /** Per recorded step: [count × 2] positions and [count] losses. */
  position: readonly Float64Array[];
  loss: readonly Float64Array[];
  /** [count] packed, at the end. */
  status: Uint32Array;
}

/** Most positions one run's trace may hold: 24 bytes each in memory, some 50 as text. */
const MAX_POSITIONS = 20_000_000;

/** Refuses, before anything runs, what would not fit in memory. */
export function checkTraceSize(plan: Plan, every: number): void {
  const perStep = plan.count * plan.teams.length;
  const positions = perStep * recordedSteps(plan.spec.steps, every).length;
  if (positions <= MAX_POSITIONS) return;
  const affordable = Math.floor(MAX_POSITIONS / perStep) - 2;
  const figures = (value: number) => value.toLocaleString('en');
  throw new RavineError(
    'bad-input',
    `This trace would hold ${figures(positions)} positions; at most ${figures(MAX_POSITIONS)} fit.`,
    {
      field: 'starts.count',
      cure:
        affordable > 0
          ? `Raise --every to ${figures(Math.ceil(plan.spec.steps / affordable))} or lower starts.count.`
          : 'Lower starts.count.',
    },
  );
}

/** @param onStep called now and then with the step reached */
export async function recordTrace(
  engine: Engine,
  plan: Plan,
  every: number,
  onStep: (step: number) => void,
): Promise<Trace> {
  const run = await engine.createRun(plan);
  try {
    const teams = plan.teams.map(() => ({
      position: [] as Float64Array[],
      loss: [] as Float64Array[],
      status: new Uint32Array(plan.count) as TeamTrace['status'],
    }));
    const steps = recordedSteps(plan.spec.steps, every);
    for (const step of steps) {
      run.advance(step - run.step);
      for (const [index, team] of teams.entries()) {
        const snapshot = await run.read(index);
        team.position.push(snapshot.position);
        team.loss.push(snapshot.loss);
        team.status = snapshot.status;
      }
      onStep(step);
    }
    return { engine: engine.kind, plan, steps, teams };
  } finally {
    run.dispose();
  }
}

function recordedSteps(last: number, every: number): number[] {
  const steps = Array.from({ length: Math.floor(last / every) + 1 }, (_, k) => k * every);
  if (steps[steps.length - 1] !== last) steps.push(last);
  return steps;
}
