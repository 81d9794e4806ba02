/** Numbers as people read them; a true minus sign, so that digits line up. */

/** A number of any size in few characters: `0.0312`, `1.2e−7`, `∞`. */
export function formatNumber(value: number, digits = 4): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const magnitude = Math.abs(Number(value.toPrecision(digits)));
  if (magnitude === 0) return '0';
  const plain = magnitude >= 1e-3 && magnitude < 10 ** Math.max(5, digits);
  const text = plain
    ? String(Number(value.toPrecision(digits)))
    : value
        .toExponential(Math.max(0, digits - 2))
        .replace(/\.?0+e/, 'e')
        .replace('e+', 'e');
  return text.replaceAll('-', '−');
}

/** A coordinate with a fixed number of decimals, so that it does not jump under the pointer. */
export const formatFixed = (value: number, decimals: number): string =>
  Number.isFinite(value) ? value.toFixed(decimals).replace('-', '−') : formatNumber(value);

const units = ['', 'k', 'M', 'G', 'T'];

/** Three significant digits and a unit prefix: `2.56 G`. */
export function formatSi(value: number): string {
  if (!Number.isFinite(value)) return formatNumber(value);
  let scaled = value;
  let unit = 0;
  // 999.5 already rounds to four digits.
  while (Math.abs(scaled) >= 999.5 && unit < units.length - 1) {
    scaled /= 1000;
    unit++;
  }
  const text = scaled >= 99.95 || unit === 0 ? scaled.toFixed(0) : String(Number(scaled.toPrecision(3)));
  return unit === 0 ? text : `${text} ${units[unit]}`;
}

/** A whole number with separators: `10,000`. */
export const formatCount = (value: number): string => value.toLocaleString('en-US');

/**
 * A share in [0, 1]; what is there but rounds to nothing, or is missing but rounds to all, stays visible.
 * @param percent the share rounded to a whole percentage, where it has to add up with others
 */
export function formatShare(share: number, percent = Math.round(share * 100)): string {
  if (share > 0 && percent === 0) return '<1 %';
  if (share < 1 && percent === 100) return '>99 %';
  return `${percent} %`;
}

/** What a person typed as a number: `0.01`, `1e-3`, `10,000`, `20k`, `1M`; null where it is none. */
export function readTyped(text: string): number | null {
  const match = /^([-−+]?(?:\d[\d,_ ]*\.?\d*|\.\d+)(?:e[-−+]?\d+)?)\s*([kM]?)$/i.exec(text.trim());
  if (match === null) return null;
  const value = Number(match[1]!.replace(/[,_ ]/g, '').replaceAll('−', '-'));
  const unit = match[2] === '' ? 1 : match[2]!.toLowerCase() === 'k' ? 1e3 : 1e6;
  return Number.isFinite(value) ? value * unit : null;
}
