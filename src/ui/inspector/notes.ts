import type { Optimizer } from '../../optimizers/optimizer.ts';
import { formatNumber } from '../format.ts';
import { stableRateText } from '../hover-text.ts';
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

const names = ['x', 'y'];
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

/** A learning rate this near to the bound, as a share of it, is at it: float32 tells them no further apart. */
const AT_BOUND = 1e-6;

/** The learning rate against the largest that plain gradient descent stays stable with where the step began. */
export function rateNote({ scalars, curvature }: InspectedStep, isPlain: boolean): Note {
  const { eigenvalues, directions } = curvature;
  const [smallest, largest] = eigenvalues;
  const [lowest, highest] = directions.map(
    (direction) => `along (${direction.map((part) => formatNumber(part, 2)).join(', ')})`,
  );
  const say = (does: string, would: string) => (isPlain ? does : `plain gradient descent would ${would}`);
  if (!eigenvalues.every(Number.isFinite)) return { text: 'no finite curvature here', isLoud: false };
  const bound = 2 / largest;
  const text = stableRateText(eigenvalues, bound);
  if (smallest < 0) {
    const runs = say('runs away', 'run away');
    return { text: `largest stable rate: ${text}; ${runs} ${lowest} at any rate`, isLoud: false };
  }
  if (largest === 0)
    return { text: `largest stable rate: ${text}, the surface does not curve here`, isLoud: false };
  const limit = `2/λmax = ${formatNumber(bound, 3)}`;
  const excess = scalars.lr! / bound - 1;
  if (Math.abs(excess) <= AT_BOUND) {
    const stays = say('neither grows nor shrinks', 'neither grow nor shrink');
    return { text: `exactly at ${limit}: ${stays} ${highest}`, isLoud: true };
  }
  return excess < 0
    ? { text: `below ${limit}: ${say('stable here', 'be stable here')}`, isLoud: false }
    : { text: `above ${limit}: ${say('overshoots', 'overshoot')} ${highest}`, isLoud: true };
}

/** What each coordinate moved by, in gradients of its own; '' where no coordinate had one. */
export function effectiveText(rates: readonly (number | null)[]): string {
  const told = rates.flatMap((rate, i) => (rate === null ? [] : [`${formatNumber(rate, 3)} (${names[i]})`]));
  if (told.length === 0) return '';
  const who = told.length === rates.length ? 'each coordinate' : 'the one with a gradient';
  return `${who} moved as if γ were ${told.join(' and ')}`;
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

/**
 * In words: how far the step went, how far off the way straight down, and what it made of the slope's two parts.
 * @param isTransformed whether the optimizer is handed something else than ∇L
 */
export function stepSentence(optimizer: Optimizer, inspected: InspectedStep, isTransformed: boolean): string {
  const { before, after, gradient } = inspected;
  const step: Pair = [after.theta![0] - before.theta![0], after.theta![1] - before.theta![1]];
  // Then it is no slope of the place where the point is.
  const isHanded = isTransformed || optimizer.gradientAt !== undefined;
  if (step[0] === 0 && step[1] === 0) return restSentence(inspected);
  const share =
    firstStepSentence(optimizer, inspected, step) ?? shareSentence(optimizer, step, gradient, isHanded);
  return [directionSentence(step, gradient, isHanded), share].filter((text) => text !== '').join(' ');
}

/** Why nothing moved, where the surface says it. */
function restSentence({ slope, gradient, curvature: { eigenvalues } }: InspectedStep): string {
  const stayed = 'The step did not move it.';
  if (gradient.some((part) => part !== 0)) return stayed;
  if (slope.some((part) => part !== 0)) return `The gradient it was handed is 0. ${stayed}`;
  return `The gradient is 0 here, at ${criticalPoint(eigenvalues)}. ${stayed}`;
}

/** What a point of no slope is, as far as the eigenvalues there tell. */
function criticalPoint([smallest, largest]: Pair): string {
  if (smallest > 0) return 'a minimum';
  if (largest < 0) return 'a maximum';
  if (smallest < 0 && largest > 0) return 'a saddle';
  return 'a critical point whose curvature does not tell what it is';
}

function directionSentence(step: Pair, gradient: Pair, isHanded: boolean): string {
  const length = Math.hypot(...step);
  if (!Number.isFinite(length)) return 'The step led to no finite place.';
  const steepness = Math.hypot(...gradient);
  const moved = `It moved by ${formatNumber(length, 3)}`;
  if (!(steepness > 0))
    return `${moved} where ${isHanded ? 'the gradient it was handed is 0' : 'there is no slope'}.`;
  const cosine = -(step[0] * gradient[0] + step[1] * gradient[1]) / (length * steepness);
  const degrees = Math.round((Math.acos(Math.min(1, Math.max(-1, cosine))) * 180) / Math.PI);
  if (!Number.isFinite(degrees)) return `${moved}.`;
  if (isHanded)
    return degrees <= 1
      ? `${moved}, straight against the gradient it was handed.`
      : `${moved}, ${degrees}° off the way straight against the gradient it was handed.`;
  if (degrees <= 1) return `${moved}, straight down the slope.`;
  return degrees <= 90
    ? `${moved}, ${degrees}° off the steepest way down.`
    : `${moved}, uphill: ${degrees}° off the steepest way down.`;
}

/** How far a first step may be from the learning rate, as a share, for ε and rounding. */
const FIRST_STEP = 0.01;

/** What two corrected averages come to in the first step; null where they do not, or it is not the first. */
function firstStepSentence(
  { derived = [], couples }: Optimizer,
  { t, gradient, scalars }: InspectedStep,
  step: Pair,
): string | null {
  const has = (wanted: string) => derived.some(({ symbol, corrects }) => symbol === wanted && corrects);
  if (t !== 1 || couples || !has('\\hat m') || !has('\\hat v')) return null;
  const isRate = [0, 1].every(
    (i) =>
      gradient[i] !== 0 &&
      Math.abs(step[i]! + Math.sign(gradient[i]!) * scalars.lr!) <= FIRST_STEP * scalars.lr!,
  );
  return isRate ? 'The first step is ±γ whatever the slope: m̂ = g and √v̂ = |g|.' : null;
}

/** How much more of the slope lies along one coordinate, and how much more of the step does. */
function shareSentence(optimizer: Optimizer, step: Pair, gradient: Pair, isHanded: boolean): string {
  const [steep, flat] = Math.abs(gradient[0]) > Math.abs(gradient[1]) ? ([0, 1] as const) : ([1, 0] as const);
  const slope = Math.abs(gradient[steep] / gradient[flat]);
  const length = Math.abs(step[steep] / step[flat]);
  if (!(slope >= UNEQUAL) || !Number.isFinite(slope) || !Number.isFinite(length)) return '';
  const times = `${formatNumber(slope, 2)} times as`;
  const beginning = isHanded
    ? `The gradient it was handed is ${times} large along ${names[steep]} as along ${names[flat]}`
    : `The slope is ${times} steep along ${names[steep]} as along ${names[flat]}`;
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
