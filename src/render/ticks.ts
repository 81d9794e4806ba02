/** A multiple of a power of ten that cuts `span` into about `target` parts: 1, 2 or 5 × 10ⁿ. */
export function niceStep(span: number, target: number): number {
  const rough = span / target;
  const power = 10 ** Math.floor(Math.log10(rough));
  const mantissa = rough / power;
  // Geometric means between 1, 2, 5 and 10 decide, so that the count of parts is closest in ratio.
  if (mantissa < Math.SQRT2) return power;
  if (mantissa < Math.sqrt(10)) return 2 * power;
  if (mantissa < Math.sqrt(50)) return 5 * power;
  return 10 * power;
}

/** Round numbers within [low, high], about `target` of them; empty where the range is empty or not finite. */
export function niceTicks(low: number, high: number, target: number): number[] {
  if (!(high > low) || !Number.isFinite(high - low)) return [];
  const step = niceStep(high - low, target);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => tidy((first + i) * step));
}

const MINUS = '\u2212';
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A number as an axis says it: a true minus sign, at most `digits` significant digits, powers of ten where shorter. */
export function formatTick(value: number, digits = 4): string {
  if (value === 0) return '0';
  const sign = value < 0 ? MINUS : '';
  const rounded = Number(Math.abs(value).toPrecision(digits));
  if (rounded >= 1e-3 && rounded < 1e5) return sign + String(rounded);
  const [mantissa, exponent] = rounded.toExponential().split('e') as [string, string];
  const power = exponent
    .replace('+', '')
    .replace('-', '⁻')
    .replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)]!);
  return `${sign}${mantissa === '1' ? '' : `${mantissa}·`}10${power}`;
}

/** Removes the last bits of 3 × 0.1. */
const tidy = (value: number): number => Number(value.toPrecision(12)) + 0;
