import type { Optimizer } from '../../optimizers/optimizer.ts';
import { formatNumber } from '../format.ts';
import type { InspectedStep, InspectedTrajectory, Pair } from './inspected.ts';
import { type Quantity, quantitiesOf } from './quantities.ts';

/** A remark on a number that matters, beside it. */
export interface Note {
  text: string;
  /** Worth the eye now, rather than worth knowing. */
  isLoud: boolean;
}

/** A correction below this factor is over. */
const CORRECTED = 1.01;
/** A scale that changes by less than this share a step has settled. */
const SETTLED = 0.01;
/** Throughout the catalogue `v` is what squared gradients are gathered in, and what is made of it divides. */
const SCALES: ReadonlySet<string> = new Set(['v', '\\hat v']);

/** Slopes whose parts differ by less are not worth comparing. */
const UNEQUAL = 1.5;
/** Steps whose parts differ by less are alike. */
const ALIKE = 1.1;

/** Remarks on quantities, by their id. */
export function notesOf(
  trajectory: InspectedTrajectory,
  quantities = quantitiesOf(trajectory),
): Map<string, Note> {
  const notes = new Map<string, Note>();
  const { step, optimizer } = trajectory;
  if (step === null) return notes;
  for (const quantity of quantities) {
    const parts = [correctionNote(optimizer, step, quantity), settledNote(optimizer, quantity)].filter(
      (note) => note !== null,
    );
    if (parts.length === 0) continue;
    notes.set(quantity.id, {
      text: parts.map(({ text }) => text).join(' · '),
      isLoud: parts.some(({ isLoud }) => isLoud),
    });
  }
  return notes;
}

/** How many times a corrected average is the average itself. */
function correctionNote(
  { derived = [], state }: Optimizer,
  step: InspectedStep,
  { id, now }: Quantity,
): Note | null {
  const corrects = derived.find(({ symbol }) => symbol === id)?.corrects;
  const slot = state.find(({ name }) => name === corrects);
  if (slot === undefined || now === null) return null;
  const average = step.after[slot.name]!;
  const i = Math.abs(average[0]) >= Math.abs(average[1]) ? 0 : 1;
  const factor = now[i] / average[i];
  if (!Number.isFinite(factor) || factor < CORRECTED) return null;
  return { text: `${formatNumber(factor, 3)} × the average: it started at zero`, isLoud: true };
}

/** Whether a scale has stopped changing. */
function settledNote({ derived = [] }: Optimizer, { id, symbol, history }: Quantity): Note | null {
  const isCorrected = derived.some(({ corrects }) => corrects === id);
  const [before, after] = history.slice(-2);
  if (!SCALES.has(symbol) || isCorrected || before === undefined || after === undefined) return null;
  const change = Math.max(...[0, 1].map((i) => Math.abs(after[i]! - before[i]!) / Math.abs(before[i]!)));
  if (!Number.isFinite(change)) return null;
  const percent = `${formatNumber(100 * change, 2)} %`;
  return change < SETTLED
    ? { text: `settled: ${percent} a step`, isLoud: true }
    : { text: `changes by ${percent} a step`, isLoud: false };
}

/** The learning rate against the largest that plain gradient descent stays stable with where the step began. */
export function rateNote({ scalars, curvature }: InspectedStep, isPlain: boolean): Note {
  const { largest, direction } = curvature;
  if (!(largest > 0)) return { text: 'no upper bound here: the surface does not curve up', isLoud: false };
  const bound = 2 / largest;
  const who = isPlain ? '' : 'plain gradient descent ';
  const limit = `2/λmax = ${formatNumber(bound, 3)}`;
  if (scalars.lr! <= bound)
    return { text: `below ${limit}: ${who}${isPlain ? 'is' : 'would be'} stable here`, isLoud: false };
  const along = `(${direction.map((part) => formatNumber(part, 2)).join(', ')})`;
  return {
    text: `above ${limit}: ${who}${isPlain ? 'overshoots' : 'would overshoot'} along ${along}`,
    isLoud: true,
  };
}

/** Whether a step is the gradient times a number, and nothing else. */
export const isPlainDescent = (
  { state, couples, reads, gradientAt }: Optimizer,
  { after, before, gradient, scalars }: InspectedStep,
): boolean =>
  state.length === 0 &&
  couples === undefined &&
  reads === undefined &&
  gradientAt === undefined &&
  [0, 1].every((i) => {
    const step = before.theta![i]! - after.theta![i]!;
    // A float32 position is rounded to 2⁻²⁴ of itself.
    return (
      Math.abs(step - scalars.lr! * gradient[i]!) <= 2 ** -22 * (Math.abs(before.theta![i]!) + Math.abs(step))
    );
  });

/** In words: how far the step went, how far off the way straight down, and what it made of the slope's two parts. */
export function stepSentence(optimizer: Optimizer, { before, after, gradient }: InspectedStep): string {
  const step: Pair = [after.theta![0] - before.theta![0], after.theta![1] - before.theta![1]];
  return [directionSentence(step, gradient), shareSentence(optimizer, step, gradient)]
    .filter((text) => text !== '')
    .join(' ');
}

function directionSentence(step: Pair, gradient: Pair): string {
  const length = Math.hypot(...step);
  const steepness = Math.hypot(...gradient);
  if (length === 0) return 'The step did not move it.';
  const moved = `It moved by ${formatNumber(length, 3)}`;
  if (!(steepness > 0)) return `${moved} where there is no slope.`;
  const cosine = -(step[0] * gradient[0] + step[1] * gradient[1]) / (length * steepness);
  const degrees = Math.round((Math.acos(Math.min(1, Math.max(-1, cosine))) * 180) / Math.PI);
  if (!Number.isFinite(degrees)) return `${moved}.`;
  if (degrees <= 1) return `${moved}, straight down the slope.`;
  return degrees <= 90
    ? `${moved}, ${degrees}° off the steepest way down.`
    : `${moved}, uphill: ${degrees}° off the steepest way down.`;
}

/** How much more of the slope lies along one coordinate, and how much more of the step does. */
function shareSentence(optimizer: Optimizer, step: Pair, gradient: Pair): string {
  const [steep, flat] = Math.abs(gradient[0]) > Math.abs(gradient[1]) ? ([0, 1] as const) : ([1, 0] as const);
  const slope = Math.abs(gradient[steep] / gradient[flat]);
  const length = Math.abs(step[steep] / step[flat]);
  if (!(slope >= UNEQUAL) || !Number.isFinite(slope) || !Number.isFinite(length)) return '';
  const names = ['x', 'y'];
  const beginning = `The slope is ${formatNumber(slope, 2)} times as steep along ${names[steep]} as along ${names[flat]}`;
  const isAlike = length < ALIKE && length > 1 / ALIKE;
  if (!isAlike) return `${beginning}, the step ${formatNumber(length, 2)} times as long.`;
  const scale = scaleOf(optimizer);
  const reason = scale === null ? '.' : `: each is divided by ${scale}, the size of its own gradients.`;
  return `${beginning}, and yet the step is about as long along both${reason}`;
}

/** What divides each coordinate by itself, in letters; null where nothing does. */
function scaleOf({ state, derived = [], couples }: Optimizer): string | null {
  if (couples || !state.some(({ name }) => name === 'v')) return null;
  return derived.some(({ symbol }) => symbol === '\\hat v') ? '√v̂' : '√v';
}
