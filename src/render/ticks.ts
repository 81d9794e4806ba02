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

/** Positive numbers outside these are shorter as powers of ten … */
const PLAIN_FROM = 1e-3;
const PLAIN_BELOW = 1e5;
/** … and none within these, even beside others that are. */
const ALWAYS_PLAIN_FROM = 1;
const ALWAYS_PLAIN_BELOW = 100;

/**
 * The numbers of one axis, all in one style: a true minus sign, at most `digits` significant digits, and powers of ten as
 * soon as one of them needs them.
 */
export function formatTicks(values: readonly number[], digits = 4): string[] {
  const magnitudes = values.map((value) => Number(Math.abs(value).toPrecision(digits)));
  const powers = magnitudes.some((value) => value !== 0 && !(value >= PLAIN_FROM && value < PLAIN_BELOW));
  return magnitudes.map((value, i) => {
    if (value === 0) return '0';
    const plain = !powers || (value >= ALWAYS_PLAIN_FROM && value < ALWAYS_PLAIN_BELOW);
    return (values[i]! < 0 ? MINUS : '') + (plain ? String(value) : withPower(value));
  });
}

function withPower(value: number): string {
  const [mantissa, exponent] = value.toExponential().split('e') as [string, string];
  const power = exponent
    .replace('+', '')
    .replace('-', '⁻')
    .replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)]!);
  return `${mantissa === '1' ? '' : `${mantissa}·`}10${power}`;
}

/** Removes the last bits of 3 × 0.1. */
const tidy = (value: number): number => Number(value.toPrecision(12)) + 0;
