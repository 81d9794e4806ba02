import type { RunSpec } from '../../engine/run-spec.ts';
import type { Target } from '../../engine/target.ts';
import { surfaceById } from '../../surfaces/index.ts';
import { formatCount, formatNumber } from '../format.ts';

/** What a copied table is of, in a line: enough to do it again. @param starts how many each line of it is of */
export const captionOf = (
  { surface, steps, starts: { kind }, seed }: RunSpec,
  starts: number,
  target: Target,
) =>
  [
    surfaceText(surface),
    `target loss ${formatNumber(target.loss)}`,
    `${formatCount(steps)} steps`,
    `${formatCount(starts)} starts (${kind})`,
    `seed ${seed}`,
  ].join(', ');

function surfaceText(surface: RunSpec['surface']): string {
  const name = 'id' in surface ? (surfaceById(surface.id)?.title ?? surface.id) : `\`${surface.formula}\``;
  const params = Object.entries(surface.params).map(([param, value]) => `${param} = ${value}`);
  return params.length === 0 ? name : `${name} (${params.join(', ')})`;
}
