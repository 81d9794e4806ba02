import { formatNumber } from '../format.ts';

/** Digits that tell any two float32 numbers apart. */
const FLOAT32_DIGITS = 9;

/** As many digits, and no fewer than `least`, as two numbers need to look as different as they are. */
export function digitsApart(a: number, b: number, least: number): number {
  if (a === b) return least;
  let digits = least;
  while (digits < FLOAT32_DIGITS && formatNumber(a, digits) === formatNumber(b, digits)) digits++;
  return digits;
}
