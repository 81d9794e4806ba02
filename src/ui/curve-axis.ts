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
  return [...down.reverse(), ...(low <= 0 && high >= 0 ? [0] : []), ...up];
}

export const formatAsinhTick = (value: number): string =>
  Math.abs(value) < 1000 ? formatNumber(value, 3) : `${value < 0 ? '−' : ''}${formatDecade(Math.abs(value))}`;
