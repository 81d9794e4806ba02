/** How positions of a slider and values belong together. */
export type SliderScale =
  | { kind: 'linear' | 'log'; min: number; max: number; integer?: boolean }
  /** Logarithmic, with the value 0 at the left end. */
  | { kind: 'log-or-zero'; min: number; max: number; integer?: boolean }
  /** Values below 1 that matter by their distance from it, such as decay rates: 0, 0.9, 0.99, 0.999, … */
  | { kind: 'toward-one'; min: number; max: number; integer?: boolean };

/** Slider positions are whole numbers from 0 to this: finer than a pixel. */
export const POSITIONS = 1000;
/** Positions that mean 0 on `log-or-zero`, so that it can be hit. */
const ZERO_POSITIONS = 20;
/** Decimals of 1 − value that `toward-one` spans. */
const NINES = 4;

/** @returns a position in [0, POSITIONS]; values beyond the ends sit at the ends */
export function positionOf(value: number, scale: SliderScale): number {
  return Math.round(POSITIONS * Math.min(1, Math.max(0, shareOf(value, scale))));
}

function shareOf(value: number, { kind, min, max }: SliderScale): number {
  switch (kind) {
    case 'linear':
      return (value - min) / (max - min);
    case 'log':
      return value <= 0 ? 0 : Math.log(value / min) / Math.log(max / min);
    case 'log-or-zero': {
      if (value <= 0) return 0;
      const zero = ZERO_POSITIONS / POSITIONS;
      return zero + (1 - zero) * Math.max(0, Math.log(value / min) / Math.log(max / min));
    }
    case 'toward-one':
      return value >= 1 ? 1 : -Math.log10(1 - Math.max(0, value)) / NINES;
  }
}

/** The value at a position, rounded to what can be told apart there: three significant digits. */
export function valueAt(position: number, scale: SliderScale): number {
  const { kind, min, max, integer } = scale;
  const share = Math.min(1, Math.max(0, position / POSITIONS));
  if (share === 1) return max;
  const value = rawValue(share, scale);
  if (integer) return Math.min(max, Math.max(min, value >= 1000 ? significant(value, 2) : Math.round(value)));
  if (kind === 'linear') return fixed(value, (max - min) / POSITIONS);
  if (kind === 'toward-one') return Math.min(max, 1 - significant(1 - value, 2));
  return value === 0 ? 0 : Math.max(min, significant(value, 3));
}

function rawValue(share: number, { kind, min, max }: SliderScale): number {
  switch (kind) {
    case 'linear':
      return min + share * (max - min);
    case 'log':
      return min * (max / min) ** share;
    case 'log-or-zero': {
      const zero = ZERO_POSITIONS / POSITIONS;
      return share < zero ? 0 : min * (max / min) ** ((share - zero) / (1 - zero));
    }
    case 'toward-one':
      return 1 - 10 ** (-NINES * share);
  }
}

const significant = (value: number, digits: number): number => Number(value.toPrecision(digits));

/** Rounded to the largest power of ten that is not coarser than the distance between positions. */
function fixed(value: number, distance: number): number {
  const decimals = Math.min(12, Math.max(0, Math.ceil(-Math.log10(distance))));
  return Number(value.toFixed(decimals)) + 0;
}
