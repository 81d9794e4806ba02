/** Named numbers: hyperparameters, scalars or parameters once parsed. */
export type Numbers = Readonly<Record<string, number>>;

export const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));
