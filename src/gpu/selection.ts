import type { Quantiles } from '../engine/engine.ts';

/**
 * What `shaders/kernels/summarize.wgsl` finds out about a team, as words of one buffer. Zeroed before each use.
 * Targets are, per quantity (loss, gradient norm), the two neighbours of each of three quantiles.
 */
export const QUANTITIES = 2;
const RANKS_EACH = 6;
const TARGETS = QUANTITIES * RANKS_EACH;
/** Bits that one pass adds to a key. */
const DIGIT_BITS = 4;
const DIGIT_VALUES = 2 ** DIGIT_BITS;

const fields = {
  /** Trajectories by status. */
  COUNTS: 4,
  /** Complement of the key of the lowest loss; 0 = there is none. */
  BEST: 1,
  /** Passes done. */
  TURN: 1,
  /** Finite values of each quantity. */
  POPULATIONS: 2,
  /** The value at each target's rank, as a key that sorts as the float does. */
  KEYS: TARGETS,
  /** Rank among the values that share the digits found so far. */
  RANKS: TARGETS,
} as const;

type FieldName = keyof typeof fields;

const offsets = (() => {
  let next = 0;
  return Object.fromEntries(
    Object.entries(fields).map(([name, words]) => [name, (next += words) - words]),
  ) as Record<FieldName, number>;
})();

const WORDS = Object.values(fields).reduce((sum, words) => sum + words, 0);

/** Bytes of a selection, and of the histogram that goes with it: a bin per target and value of a digit. */
export const SELECTION_BYTES = WORDS * 4;
export const HISTOGRAM_BYTES = TARGETS * DIGIT_VALUES * 4;
/** Digits in a 32-bit key. */
export const SELECTION_PASSES = 32 / DIGIT_BITS;

export const selectionWgsl = Object.entries({
  ...offsets,
  SELECTION_WORDS: WORDS,
  DIGIT_BITS,
  DIGIT_VALUES,
  RANKS_EACH,
  TARGETS,
})
  .map(([name, value]) => `const ${name} = ${value}u;\n`)
  .join('');

export interface Selection {
  counts: [number, number, number, number];
  loss: Quantiles;
  gradientNorm: Quantiles;
  /** +∞ where no loss is finite. */
  best: number;
}

export function readSelection(buffer: ArrayBuffer): Selection {
  const words = new Uint32Array(buffer);
  const [running, converged, diverged, nonFinite] = words.subarray(offsets.COUNTS);
  const best = words[offsets.BEST];
  return {
    counts: [running, converged, diverged, nonFinite],
    loss: quantiles(words, 0),
    gradientNorm: quantiles(words, 1),
    best: best === 0 ? Number.POSITIVE_INFINITY : floatOfKey(~best >>> 0),
  };
}

/** Interpolated between order statistics as the reference does (Hyndman and Fan 1996, type 7). */
function quantiles(words: Uint32Array, quantity: number): Quantiles {
  const population = words[offsets.POPULATIONS + quantity];
  const at = (which: number, p: number): number => {
    if (population === 0) return Number.NaN;
    const target = offsets.KEYS + quantity * RANKS_EACH + 2 * which;
    const low = floatOfKey(words[target]);
    const high = floatOfKey(words[target + 1]);
    // The kernel's rank is a whole number of hundredths, so that of p · (n − 1) must be too.
    const hundredths = Math.round(100 * p) * (population - 1);
    return low + (high - low) * ((hundredths % 100) / 100);
  };
  return { p5: at(0, 0.05), median: at(1, 0.5), p95: at(2, 0.95) };
}

const scratch = new Uint32Array(1);
const scratchFloat = new Float32Array(scratch.buffer);

/** Inverse of `sortKey` in the kernel. */
function floatOfKey(key: number): number {
  scratch[0] = key & 0x80000000 ? key & 0x7fffffff : ~key;
  return scratchFloat[0];
}
