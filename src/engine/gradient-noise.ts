import type { GradientSpec } from './run-spec.ts';

/** Standard deviation of the noise that a mini-batch leaves: independent errors average out as 1/√n. */
export const batchNoise = ({ noise, batchSize }: GradientSpec): number => noise / Math.sqrt(batchSize);
