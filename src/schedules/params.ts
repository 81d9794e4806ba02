import { fraction, MAX_STEPS } from '../optimizers/hyper.ts';
import type { HyperSpec } from '../optimizers/optimizer.ts';

/** A parameter that counts optimizer steps. */
export const stepCount = (
  name: string,
  value: number,
  min: number,
  symbol: string,
  description: string,
): HyperSpec => ({
  name,
  kind: 'number',
  default: value,
  min,
  max: MAX_STEPS,
  integer: true,
  slider: { min: Math.max(min, 1), max: 10_000, scale: 'log' },
  description,
  symbol,
});

/** A factor applied again and again; above 1 the rate grows, as in a learning-rate range test. */
export const growth = (value: number, description: string): HyperSpec => ({
  name: 'gamma',
  kind: 'number',
  default: value,
  min: 0,
  max: 10,
  slider: { min: 0, max: 1.1, scale: 'linear' },
  description,
  symbol: '\\gamma',
});

export const finalFraction: HyperSpec = fraction(
  'final',
  0,
  'f',
  'The learning rate ends at this fraction of itself and stays there.',
);

/**
 * Half a cosine from 1 down to `final` while `progress` goes from 0 to 1, and `final` from there on (torch's closed
 * form rises again past its end, which nobody means).
 */
export function cosineDecay(progress: number, final: number): number {
  if (!(progress < 1)) return final;
  return final + ((1 - final) * (1 + Math.cos(Math.PI * progress))) / 2;
}
