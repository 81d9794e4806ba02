import { RavineError } from '../core/errors.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import type { TeamSnapshot } from './engine.ts';

/** What `Run.load` takes. */
export type LoadedSnapshot = Pick<TeamSnapshot, 'step' | 'position' | 'state'> & { status?: Uint32Array };

/** @throws RavineError 'bad-input' naming the first array that has another length than a run of `count` trajectories wants */
export function assertSnapshotFits(
  { position, state, status }: LoadedSnapshot,
  { state: slots }: Optimizer,
  count: number,
): void {
  assertLength('position', position.length, 2 * count);
  for (const { name } of slots) assertLength(`state.${name}`, state[name]?.length, 2 * count);
  if (status !== undefined) assertLength('status', status.length, count);
}

function assertLength(field: string, length: number | undefined, expected: number): void {
  if (length === expected) return;
  throw new RavineError('bad-input', `${field} has ${length ?? 'no'} values, this run ${expected}.`, {
    field,
    cure: 'Load as many trajectories as the run has.',
  });
}
