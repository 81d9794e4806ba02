import type { Derived } from '../optimizer.ts';

/**
 * A moving average divided by the weight that it has so far: what it would be had it not started at zero (Kingma and
 * Ba 2015, section 3). The optimizer's equations say what it is made of.
 * @param slot state slot of the average
 * @param symbol TeX symbol of the slot
 * @param rate hyperparameter that it decays with
 */
export const biasCorrected = (slot: string, symbol: string, rate: string): Derived => ({
  symbol: `\\hat ${symbol}`,
  description: 'The average, corrected for its start at zero.',
  corrects: slot,
  value: (at, h, t) => at[slot]! / (1 - h[rate]! ** t),
});

/** The two of Adam and its kin. */
export const correctedMean: Derived = biasCorrected('m', 'm', 'beta1');
export const correctedScale: Derived = biasCorrected('v', 'v', 'beta2');

/** What they are made of: the equation before that of the step. */
export const correctedMoments = '\\hat m = \\frac{m}{1-\\beta_1^t}, \\quad \\hat v = \\frac{v}{1-\\beta_2^t}';
