import { RavineError } from '../core/errors.ts';

/** Digits of a rate: a person may want to write it down, and neighbours on a fine grid still differ. */
const DIGITS = 4;

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
  return Array.from({ length: count }, (_, k) =>
    Number((center * 10 ** (decades * (k / (count - 1) - 0.5))).toPrecision(DIGITS)),
  );
}
