import type { Derived } from '../optimizer.ts';

/**
 * A moving average divided by the weight that it has so far: what it would be had it not started at zero (Kingma and
 * Ba 2015, section 3).
 * @param slot state slot of the average
 * @param symbol TeX symbol of the slot
 * @param rate hyperparameter that it decays with
 * @param rateSymbol TeX symbol of that
 * @param name TeX symbol of the corrected average
 */
export const biasCorrected = (
  slot: string,
  symbol: string,
  rate: string,
  rateSymbol: string,
  name = `\\hat ${symbol}`,
): Derived => ({
  symbol: name,
  equation: `${name} = \\frac{${symbol}}{1 - ${rateSymbol}^t}`,
  description: 'The average, corrected for its start at zero.',
  corrects: slot,
  value: (at, h, t) => at[slot]! / (1 - h[rate]! ** t),
});

/** The two of Adam and its kin. */
export const correctedMean: Derived = biasCorrected('m', 'm', 'beta1', '\\beta_1');
export const correctedScale: Derived = biasCorrected('v', 'v', 'beta2', '\\beta_2');
