import type { Numbers } from '../../core/numbers.ts';
import type { HyperSpec } from '../../optimizers/optimizer.ts';
import type { Schedule } from '../../schedules/schedule.ts';

export interface HandleMove {
  /** Index among the schedule's handles. */
  handle: number;
  /** Where it is to go; left out: it stays where it is in that direction. */
  step?: number;
  factor?: number;
  /** Whether two factors look the same: a parameter is given no more digits than that takes. */
  looksSame(a: number, b: number): boolean;
}

/**
 * The parameters that bring a handle as close as can be to where it is dragged, found by asking the schedule itself.
 * @param steps length of the run
 * @returns only what has changed
 */
export function moveHandle(schedule: Schedule, params: Numbers, steps: number, move: HandleMove): Numbers {
  const handleOf = (values: Numbers) => schedule.handles!(values, steps)[move.handle]!;
  const specOf = (name: string) => schedule.params.find((spec) => spec.name === name)!;
  const { along, height } = handleOf(params);
  let moved = params;
  if (along !== undefined && move.step !== undefined) {
    const stepOf = (value: number) => handleOf({ ...moved, [along]: value }).step;
    moved = { ...moved, [along]: solve(specOf(along), stepOf, move.step, isSameStep) };
  }
  if (height !== undefined && move.factor !== undefined) {
    const step = Math.round(handleOf(moved).step);
    const factorOf = (value: number) => schedule.factor({ ...moved, [height]: value }, step);
    moved = { ...moved, [height]: solve(specOf(height), factorOf, move.factor, move.looksSame) };
  }
  return Object.fromEntries(Object.entries(moved).filter(([name, value]) => value !== params[name]));
}

const isSameStep = (a: number, b: number): boolean => Math.abs(a - b) < 0.5;

/** Bisections of a range of real numbers: as many as a float64 has digits. */
const BISECTIONS = 60;
const MOST_DIGITS = 15;

/** The value of a parameter at which a function that only rises, or only falls, comes closest to a target. */
function solve(
  spec: HyperSpec,
  of: (value: number) => number,
  target: number,
  looksSame: (a: number, b: number) => boolean,
): number {
  const { slider, min = slider!.min, max = slider!.max } = spec;
  const rises = of(max) >= of(min);
  const isBefore = (value: number) => (rises ? of(value) < target : of(value) > target);
  const [low, high] = bisect(min, max, spec.integer ?? false, isBefore);
  const closest = Math.abs(of(low) - target) <= Math.abs(of(high) - target) ? low : high;
  return spec.integer ? closest : shorten(closest, min, max, (value) => looksSame(of(value), of(closest)));
}

/** Two neighbours around the place where `isBefore` stops being true. */
function bisect(
  min: number,
  max: number,
  integer: boolean,
  isBefore: (value: number) => boolean,
): [low: number, high: number] {
  if (!isBefore(min)) return [min, min];
  let [low, high] = [min, max];
  for (let k = 0; k < BISECTIONS && !(integer && high - low <= 1); k++) {
    const middle = (low + high) / 2;
    const value = integer ? Math.floor(middle) : middle;
    if (isBefore(value)) low = value;
    else high = value;
  }
  return [low, high];
}

/** The same value in as few digits as do. */
function shorten(value: number, min: number, max: number, does: (value: number) => boolean): number {
  for (let digits = 1; digits < MOST_DIGITS; digits++) {
    const short = Math.min(max, Math.max(min, Number(value.toPrecision(digits))));
    if (does(short)) return short;
  }
  return value;
}
