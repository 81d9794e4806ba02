import type { GradientSpec } from './run-spec.ts';

/** Standard deviation of the noise that a mini-batch leaves: independent errors average out as 1/√n. */
export const batchNoise = ({ noise, batchSize }: GradientSpec): number => noise / Math.sqrt(batchSize);

const PLAIN = 'plain';

/** What happens to the gradient, in words: 'noise, SAM', or 'plain'. */
export function transformsOf(gradient: GradientSpec): string {
  const { noise, batchSize, sam, clipNorm, clipValue, centralize } = gradient;
  const names = [
    noise > 0 ? (batchSize > 1 ? 'mini-batch' : 'noise') : '',
    sam > 0 ? 'SAM' : '',
    clipNorm === null ? '' : 'clip',
    clipValue === null ? '' : 'clip value',
    centralize ? 'centralised' : '',
  ];
  return names.filter((name) => name !== '').join(', ') || PLAIN;
}

/** Whether an optimizer is handed anything but the gradient itself. */
export const isTransformed = (gradient: GradientSpec): boolean => transformsOf(gradient) !== PLAIN;
