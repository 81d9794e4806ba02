import type { Numbers } from '../core/numbers.ts';
import type { Plan } from './plan.ts';

/** A scalar may depend on its predecessor, so going back means starting over: at most this many steps back. */
const CHECKPOINT_SPACING = 4096;

/**
 * Per-step scalars of one team, [count × scalars.length] float64, row by row in the order of `optimizer.scalars`.
 * Reading on from where the last call for this plan and team ended costs nothing extra.
 * @param from first step, counted from 0
 */
export function scalarTable(plan: Plan, team: number, from: number, count: number): Float64Array {
  const { optimizer } = plan.teams[team];
  const cursor = cursorOf(plan, team);
  seek(cursor, plan, team, from);
  const table = new Float64Array(count * optimizer.scalars.length);
  let at = 0;
  for (let k = 0; k < count; k++) {
    const scalars = next(cursor, plan, team);
    for (const name of optimizer.scalars) table[at++] = scalars[name];
  }
  return table;
}

/** Scheduled learning rate of a step counted from 0. */
export function learningRateAt(plan: Plan, team: number, step: number): number {
  return plan.teams[team].hyper.lr * plan.schedule.factor(plan.scheduleParams, step);
}

interface Cursor {
  /** Step whose scalars come next, counted from 0. */
  step: number;
  /** Scalars of the step before. */
  previous: Numbers | null;
  /** `checkpoints[k]` is what `previous` was at step k × CHECKPOINT_SPACING. */
  checkpoints: (Numbers | null)[];
}

const cursors = new WeakMap<Plan, Cursor[]>();

function cursorOf(plan: Plan, team: number): Cursor {
  const existing = cursors.get(plan);
  const ofPlan = existing ?? plan.teams.map(() => ({ step: 0, previous: null, checkpoints: [] }));
  if (existing === undefined) cursors.set(plan, ofPlan);
  return ofPlan[team];
}

function next(cursor: Cursor, plan: Plan, team: number): Numbers {
  const { step, previous } = cursor;
  if (step % CHECKPOINT_SPACING === 0) cursor.checkpoints[step / CHECKPOINT_SPACING] = previous;
  const { optimizer, hyper } = plan.teams[team];
  const scalars = optimizer.prepare(hyper, learningRateAt(plan, team, step), step + 1, previous);
  cursor.step = step + 1;
  cursor.previous = scalars;
  return scalars;
}

function seek(cursor: Cursor, plan: Plan, team: number, step: number): void {
  if (step < cursor.step) {
    const checkpoint = Math.floor(step / CHECKPOINT_SPACING);
    cursor.step = checkpoint * CHECKPOINT_SPACING;
    cursor.previous = cursor.checkpoints[checkpoint];
  }
  while (cursor.step < step) next(cursor, plan, team);
}
