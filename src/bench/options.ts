import { RavineError } from '../core/errors.ts';

/** What the bench can measure. */
export const benchSections = ['speed', 'landscape', 'arithmetic', 'pipelines', 'startup', 'memory'] as const;
export type BenchSection = (typeof benchSections)[number];

export const benchOptimizers = ['sgd', 'momentum', 'adam', 'adamw', 'lion'] as const;
export type BenchOptimizer = (typeof benchOptimizers)[number];

export const benchSurfaces = ['rosenbrock', 'himmelblau', 'rastrigin', 'ackley'] as const;
export type BenchSurface = (typeof benchSurfaces)[number];

/** From what hardly fills a core to the most that a run may have. */
const benchTrajectories: readonly number[] = [2 ** 10, 2 ** 14, 2 ** 17, 2 ** 20, 10_000_000];
export const benchStepsPerDispatch: readonly number[] = [1, 16, 64, 256];

/** Each with each. */
export interface Product {
  optimizers: readonly BenchOptimizer[];
  surfaces: readonly BenchSurface[];
  trajectories: readonly number[];
  stepsPerDispatch: readonly number[];
}

export interface BenchOptions {
  sections: readonly BenchSection[];
  /** Null for the selection that answers most questions in some minutes. */
  product: Product | null;
  /** Turns that every contender has. */
  repetitions: number;
  /** Least length of a turn; a dispatch that takes longer is not cut. */
  sampleSeconds: number;
}

/** Options as a command line or an address has them. */
export const benchWords = [
  'sections',
  'optimizers',
  'surfaces',
  'trajectories',
  'steps-per-dispatch',
  'full',
  'repetitions',
  'seconds',
] as const;
export type BenchWord = (typeof benchWords)[number];

const REPETITIONS = 5;
/** Long enough for the clock and the compiler, short enough for the whole to take minutes. */
const SAMPLE_SECONDS = 0.3;
const MOST_STEPS_PER_DISPATCH = 1024;
const MOST_TRAJECTORIES = 10_000_000;
const MOST_REPETITIONS = 1000;
const MOST_SECONDS = 60;

/**
 * @param words `full` is given by any text; lists are separated by commas, or are `all`
 * @param nameOf how an option is called where the person wrote it, for messages
 * @throws 'bad-input' naming the option and what is allowed
 */
export function parseBenchOptions(
  words: Partial<Record<BenchWord, string>>,
  nameOf: (word: BenchWord) => string = (word) => word,
): BenchOptions {
  const names = <T extends string>(word: BenchWord, known: readonly T[]): readonly T[] | null => {
    const text = words[word];
    if (text === undefined) return null;
    if (text === 'all') return known;
    return partsOf(text).map((part) => {
      const found = known.find((name) => name === part);
      if (found !== undefined) return found;
      throw refusal(nameOf(word), `There is no '${part}'.`, `Use 'all' or a list of: ${known.join(', ')}.`);
    });
  };
  const numbers = (word: BenchWord, most: number): readonly number[] | null => {
    const text = words[word];
    return text === undefined ? null : partsOf(text).map((part) => wholeNumber(nameOf(word), part, most));
  };

  const optimizers = names('optimizers', benchOptimizers);
  const surfaces = names('surfaces', benchSurfaces);
  const trajectories = numbers('trajectories', MOST_TRAJECTORIES);
  const stepsPerDispatch = numbers('steps-per-dispatch', MOST_STEPS_PER_DISPATCH);
  const isFull = words.full !== undefined;
  const isChosen = [optimizers, surfaces, trajectories, stepsPerDispatch].some((list) => list !== null);
  return {
    sections: names('sections', benchSections) ?? (isChosen ? ['speed'] : benchSections),
    product:
      isFull || isChosen
        ? {
            optimizers: optimizers ?? (isFull ? benchOptimizers : ['adam']),
            surfaces: surfaces ?? (isFull ? benchSurfaces : ['rosenbrock']),
            trajectories: trajectories ?? (isFull ? benchTrajectories : [2 ** 17]),
            stepsPerDispatch: stepsPerDispatch ?? (isFull ? benchStepsPerDispatch : [64]),
          }
        : null,
    repetitions:
      words.repetitions === undefined
        ? REPETITIONS
        : wholeNumber(nameOf('repetitions'), words.repetitions, MOST_REPETITIONS),
    sampleSeconds:
      words.seconds === undefined ? SAMPLE_SECONDS : positiveNumber(nameOf('seconds'), words.seconds),
  };
}

const partsOf = (text: string): string[] => [...new Set(text.split(',').map((part) => part.trim()))];

function wholeNumber(field: string, text: string, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 1 && value <= most) return value;
  throw refusal(field, `Expected a whole number from 1 to ${most}, got '${text}'.`);
}

function positiveNumber(field: string, text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value > 0 && value <= MOST_SECONDS) return value;
  throw refusal(field, `Expected a number above 0 and up to ${MOST_SECONDS}, got '${text}'.`);
}

const refusal = (field: string, sentence: string, cure?: string): RavineError =>
  new RavineError('bad-input', sentence, { field, ...(cure === undefined ? {} : { cure }) });
