import type { Quantiles, TeamSummary } from '../engine/engine.ts';
import { BIN_COUNT, type Bins, gradientNormBins, lossBins } from '../engine/histogram.ts';
import type { PlannedSurface } from '../engine/plan.ts';
import { floatOfKey, sortKey } from './sort-key.ts';

/**
 * What `shaders/kernels/summarize.wgsl` finds out about a team: the words of one buffer, and after them the bins of two
 * histograms. Zeroed before each use. Targets are, per quantity (loss, gradient norm), the two neighbours of each of
 * three quantiles.
 */
const QUANTITIES = 2;
const RANKS_EACH = 6;
const TARGETS = QUANTITIES * RANKS_EACH;
/** Bits that one turn adds to a key: two turns then do for bins of up to 2²² floats, and three for all floats. */
const DIGIT_BITS = 11;
/** Places of a histogram: one for each bin, and one for what is in none. */
const BIN_SLOTS = BIN_COUNT + 1;

const fields = {
  /** Trajectories by status. */
  COUNTS: 4,
  /** Complement of the key of the lowest loss; 0 = there is none. */
  BEST: 1,
  /** Turns done. */
  TURN: 1,
  /** Finite values of each quantity. */
  POPULATIONS: 2,
  /** The interval of keys that each target is in: its lowest key, in the end the target's own, … */
  LOWS: TARGETS,
  /** … and how many keys it has. */
  SPANS: TARGETS,
  /** Rank among the values of the interval. */
  RANKS: TARGETS,
  /** Which of the open intervals it is. */
  SLOTS: TARGETS,
  /** Open intervals of each quantity, those of more than one key, each once. */
  OPEN: QUANTITIES,
  OPEN_LOWS: TARGETS,
  OPEN_SPANS: TARGETS,
} as const;

type FieldName = keyof typeof fields;

const offsets = (() => {
  let next = 0;
  return Object.fromEntries(
    Object.entries(fields).map(([name, words]) => [name, (next += words) - words]),
  ) as Record<FieldName, number>;
})();

const WORDS = Object.values(fields).reduce((sum, words) => sum + words, 0);

/** WebGPU lets a binding begin at any multiple of this. */
const BINDING_ALIGNMENT = 256;

/** Bytes of the words, where the bins begin, and bytes of these. */
export const FOUND_BYTES = WORDS * 4;
export const BINS_OFFSET = Math.ceil(FOUND_BYTES / BINDING_ALIGNMENT) * BINDING_ALIGNMENT;
export const BINS_BYTES = QUANTITIES * BIN_SLOTS * 4;
export const SELECTION_BYTES = BINS_OFFSET + BINS_BYTES;
/** Counts of one turn: of each digit in each interval. */
export const DIGITS_BYTES = TARGETS * 2 ** DIGIT_BITS * 4;
/** After the one that finds the bins, as many as a bin takes that has all floats but a few. */
export const DIGIT_TURNS = Math.ceil(32 / DIGIT_BITS);
export const EDGES_BYTES = QUANTITIES * BIN_SLOTS * 4;

export const selectionWgsl = Object.entries({
  ...offsets,
  FOUND_WORDS: WORDS,
  DIGIT_BITS,
  RANKS_EACH,
  TARGETS,
  BIN_SLOTS,
})
  .map(([name, value]) => `const ${name} = ${value}u;\n`)
  .join('');

/** Keys of the edges between the bins of both quantities, as the kernel searches them. */
export function packEdges(surface: PlannedSurface): ArrayBuffer {
  const words = new Uint32Array(QUANTITIES * BIN_SLOTS).fill(sortKey(Number.POSITIVE_INFINITY));
  const put = ({ edges }: Bins, at: number) => words.set(Uint32Array.from(edges, sortKey), at);
  put(lossBins(surface), 0);
  put(gradientNormBins, BIN_SLOTS);
  return words.buffer;
}

/** A summary but for what only the run knows. */
export type Selection = Omit<TeamSummary, 'step' | 'lr'>;

export function readSelection(buffer: ArrayBuffer): Selection {
  const words = new Uint32Array(buffer);
  const [running, converged, diverged, nonFinite] = words.subarray(offsets.COUNTS);
  const best = words[offsets.BEST];
  return {
    counts: [running, converged, diverged, nonFinite],
    loss: quantiles(words, 0),
    gradientNorm: quantiles(words, 1),
    histograms: { loss: histogram(buffer, 0), gradientNorm: histogram(buffer, 1) },
    best: best === 0 ? Number.POSITIVE_INFINITY : floatOfKey(~best >>> 0),
  };
}

/** A copy, or it would keep the whole reading in memory. */
const histogram = (buffer: ArrayBuffer, quantity: number): Uint32Array =>
  new Uint32Array(buffer, BINS_OFFSET + quantity * BIN_SLOTS * 4, BIN_COUNT).slice();

/** Interpolated between order statistics as the reference does (Hyndman and Fan 1996, type 7). */
function quantiles(words: Uint32Array, quantity: number): Quantiles {
  const population = words[offsets.POPULATIONS + quantity];
  const at = (which: number, p: number): number => {
    if (population === 0) return Number.NaN;
    const target = offsets.LOWS + quantity * RANKS_EACH + 2 * which;
    const low = floatOfKey(words[target]);
    const high = floatOfKey(words[target + 1]);
    // The kernel's rank is a whole number of hundredths, so that of p · (n − 1) must be too.
    const hundredths = Math.round(100 * p) * (population - 1);
    return low + (high - low) * ((hundredths % 100) / 100);
  };
  return { p5: at(0, 0.05), median: at(1, 0.5), p95: at(2, 0.95) };
}
