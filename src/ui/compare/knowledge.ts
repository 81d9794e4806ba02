import type { OptimizerSpec } from '../../engine/run-spec.ts';
import { optimizerById } from '../../optimizers/index.ts';
import { type Optimizer, readsHessian } from '../../optimizers/optimizer.ts';

/** A sentence on the teams that are told more of the surface than its gradient; '' where all are alike in that. */
export function knowledgeSentence(teams: readonly OptimizerSpec[]): string {
  const parts = [
    partOf(teams, readsHessian, 'the Hessian'),
    partOf(teams, takesLowestLoss, 'the lowest known loss'),
  ].filter((part) => part !== null);
  return parts.length === 0 ? '' : `Not told the same as the others: ${parts.join('; ')}.`;
}

function partOf(
  teams: readonly OptimizerSpec[],
  isTold: (optimizer: Optimizer) => boolean,
  what: string,
): string | null {
  const told = [...new Set(teams.map(({ id }) => optimizerById(id)!))].filter(isTold);
  const names = told.map(({ title }) => title).join(', ');
  return told.length === 0 ? null : `${names} ${told.length === 1 ? 'gets' : 'get'} ${what}`;
}

const takesLowestLoss = ({ hyper }: Optimizer): boolean =>
  hyper.some(({ defaultBy }) => defaultBy === 'lowest loss');
