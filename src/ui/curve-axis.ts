import { formatNumber } from './format.ts';

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** `10⁻³` for a power of ten. */
export function formatDecade(value: number): string {
  const exponent = Math.round(Math.log10(value));
  if (exponent === 0) return '1';
  if (exponent === 1) return '10';
  const digits = [...String(Math.abs(exponent))].map((digit) => superscripts[Number(digit)]).join('');
  return `10${exponent < 0 ? '⁻' : ''}${digits}`;
}

/** Powers of ten within [low, high], at most `most`, evenly spaced in the exponent. */
export function decadeTicks(low: number, high: number, most: number): number[] {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const every = Math.max(1, Math.ceil((last - first + 1) / Math.max(1, most)));
  const ticks: number[] = [];
  for (let exponent = Math.ceil(first / every) * every; exponent <= last; exponent += every)
    ticks.push(10 ** exponent);
  return ticks;
}

/** Whole decades around what is shown, at least one; some axis where nothing is. */
export function decadeRange(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null || !(low > 0) || !Number.isFinite(high)) return [0.1, 10];
  const bottom = Math.floor(Math.log10(low));
  const top = Math.max(bottom + 1, Math.ceil(Math.log10(high)));
  return [10 ** bottom, 10 ** top];
}

/** Signed powers of ten (thinned) and zero: ticks for an asinh axis that is linear within ±1. */
export function asinhTicks(low: number, high: number, most: number): number[] {
  const up = high > 1 ? decadeTicks(1, high, Math.max(2, most / 2)) : [];
  const down = low < -1 ? decadeTicks(1, -low, Math.max(2, most / 2)).map((tick) => -tick) : [];
  // From 0 to 1 is less than half a decade long: labels of both would lie over each other.
  const beyond = (decades: number[]) =>
    low <= 0 && high >= 0 && decades.length > 1 ? decades.filter((tick) => Math.abs(tick) !== 1) : decades;
  const ticks = [...beyond(down).reverse(), 0, ...beyond(up)].filter((tick) => tick >= low && tick <= high);
  return ticks.length < 2 ? linearTicks(low, high, most) : ticks;
}

/** Multiples of 1, 2 or 5 times a power of ten within [low, high], at most `most`, at least two where there is room. */
export function linearTicks(low: number, high: number, most: number): number[] {
  const least = (high - low) / Math.max(1, most);
  if (!(least > 0) || !Number.isFinite(least)) return [];
  const decade = 10 ** Math.floor(Math.log10(least));
  const every =
    [1, 2, 5, 10].map((m) => m * decade).find((step) => step >= least * (1 - 1e-9)) ?? 10 * decade;
  const first = Math.ceil(low / every - 1e-9);
  const last = Math.floor(high / every + 1e-9);
  // Through a decimal, or 3 × 0.1 would be written as 0.30000000000000004.
  return Array.from({ length: Math.max(0, Math.min(most, last - first + 1)) }, (_, i) =>
    Number(((first + i) * every).toPrecision(12)),
  );
}

/** Around what is shown on an asinh axis: whole decades outside ±1, a margin within. */
export function asinhRange(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null || !Number.isFinite(low) || !Number.isFinite(high)) return [-1, 1];
  const margin = 0.06 * (high - low || 1);
  const below = (value: number) => 10 ** Math.floor(Math.log10(value));
  const above = (value: number) => 10 ** Math.ceil(Math.log10(value));
  const bottom = low < -1 ? -above(-low) : low > 1 ? below(low) : low - margin;
  const top = high > 1 ? above(high) : high < -1 ? -below(-high) : high + margin;
  // A single power of ten is its own decade.
  return bottom < top ? [bottom, top] : [low - Math.abs(low) / 2, high + Math.abs(high) / 2];
}

export function formatAsinhTick(value: number): string {
  const size = Math.abs(value);
  const isDecade = size >= 1000 && Math.abs(size / 10 ** Math.round(Math.log10(size)) - 1) < 1e-9;
  return isDecade ? `${value < 0 ? '−' : ''}${formatDecade(size)}` : formatNumber(value, 3);
}
