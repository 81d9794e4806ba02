import { RavineError } from '../core/errors.ts';

/** A rate is rounded, since a person may want to write it down, by no more than this part of the way to the next. */
const ROUNDING = 0.1;
/** But never to fewer digits than this. */
const FEWEST_DIGITS = 3;

/**
 * Learning rates at equal ratios, ascending.
 * @param center geometric middle, > 0
 * @param decades powers of ten from the lowest to the highest, > 0
 * @param count at least 2
 */
export function rateGrid(center: number, decades: number, count: number): number[] {
  if (!(center > 0 && decades > 0 && count >= 2)) {
    throw new RavineError(
      'internal',
      `There is no grid of ${count} rates over ${decades} decades about ${center}.`,
    );
  }
  const gap = 10 ** (decades / (count - 1)) - 1;
  // Half a unit of the last of d digits is at most 10^(1 − d)/2 of a number.
  const digits = Math.max(FEWEST_DIGITS, Math.ceil(1 - Math.log10(2 * ROUNDING * gap)));
  return Array.from({ length: count }, (_, k) =>
    Number((center * 10 ** (decades * (k / (count - 1) - 0.5))).toPrecision(Math.min(digits, MOST_DIGITS))),
  );
}

/** As many as a float64 has. */
const MOST_DIGITS = 15;
