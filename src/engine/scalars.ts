import type { Numbers } from '../core/numbers.ts';
import { type Plan, rateCount } from './plan.ts';

/** A scalar may depend on its predecessor, so going back means starting over: at most this many steps back. */
const CHECKPOINT_SPACING = 4096;

/**
 * Per-step scalars of one team, [count × rates × scalars.length] float64, row by row in the order of `optimizer.scalars`;
 * within a step one row per learning rate. Reading on from where the last call for this plan and team ended costs nothing extra.
 * @param from first step, counted from 0
 */
export function scalarTable(plan: Plan, team: number, from: number, count: number): Float64Array {
  const { optimizer } = plan.teams[team];
  const rates = rateCount(plan);
  const words = optimizer.scalars.length;
  const table = new Float64Array(count * rates * words);
  for (let rate = 0; rate < rates; rate++) {
    const cursor = cursorOf(plan, team, rate);
    seek(cursor, plan, from);
    for (let k = 0; k < count; k++) {
      const scalars = next(cursor, plan);
      let at = (k * rates + rate) * words;
      for (const name of optimizer.scalars) table[at++] = scalars[name];
    }
  }
  return table;
}

/** Scheduled learning rate of a step counted from 0. @param rate which of the team's rates, where it has several */
export function learningRateAt(plan: Plan, team: number, step: number, rate = 0): number {
  const { hyper, rates } = plan.teams[team];
  return (rates?.[rate] ?? hyper.lr) * plan.schedule.factor(plan.scheduleParams, step);
}

interface Cursor {
  team: number;
  rate: number;
  /** Step whose scalars come next, counted from 0. */
  step: number;
  /** Scalars of the step before. */
  previous: Numbers | null;
  /** `checkpoints[k]` is what `previous` was at step k × CHECKPOINT_SPACING. */
  checkpoints: (Numbers | null)[];
}

const cursors = new WeakMap<Plan, Map<number, Cursor>>();

function cursorOf(plan: Plan, team: number, rate: number): Cursor {
  const ofPlan = cursors.get(plan) ?? new Map<number, Cursor>();
  cursors.set(plan, ofPlan);
  const key = team * rateCount(plan) + rate;
  const cursor = ofPlan.get(key) ?? { team, rate, step: 0, previous: null, checkpoints: [] };
  ofPlan.set(key, cursor);
  return cursor;
}

function next(cursor: Cursor, plan: Plan): Numbers {
  const { team, rate, step, previous } = cursor;
  if (step % CHECKPOINT_SPACING === 0) cursor.checkpoints[step / CHECKPOINT_SPACING] = previous;
  const { optimizer, hyper, rates } = plan.teams[team];
  // A rate that is tried is the team's own for all that an optimizer may make of it.
  const own = rates === null ? hyper : { ...hyper, lr: rates[rate] };
  const scalars = optimizer.prepare(own, learningRateAt(plan, team, step, rate), step + 1, previous);
  cursor.step = step + 1;
  cursor.previous = scalars;
  return scalars;
}

function seek(cursor: Cursor, plan: Plan, step: number): void {
  if (step < cursor.step) {
    const checkpoint = Math.floor(step / CHECKPOINT_SPACING);
    cursor.step = checkpoint * CHECKPOINT_SPACING;
    cursor.previous = cursor.checkpoints[checkpoint];
  }
  while (cursor.step < step) next(cursor, plan);
}
