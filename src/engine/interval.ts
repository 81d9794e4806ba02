/** A share in [0, 1] and what it may be, given how few it was found from. */
export interface ShareInterval {
  share: number;
  low: number;
  high: number;
}

/** Normal quantile at 97.5 %: intervals are of 95 %. */
const Z = 1.959963984540054;

/**
 * Wilson's score interval (Wilson 1927) at 95 %. It stays within [0, 1] and says something even where all or none
 * succeeded, which the textbook's p ± z√(p(1 − p)/n) does not. NaN share and all of [0, 1] for no trials.
 */
export function wilsonInterval(successes: number, trials: number): ShareInterval {
  if (trials === 0) return { share: Number.NaN, low: 0, high: 1 };
  const share = successes / trials;
  const weight = (Z * Z) / trials;
  const center = (share + weight / 2) / (1 + weight);
  const reach = (Z / (1 + weight)) * Math.sqrt((share * (1 - share)) / trials + weight / (4 * trials));
  // At the ends the two are equal but for rounding.
  return {
    share,
    low: successes === 0 ? 0 : Math.max(0, center - reach),
    high: successes === trials ? 1 : Math.min(1, center + reach),
  };
}
