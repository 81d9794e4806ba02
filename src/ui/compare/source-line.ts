import type { RunSpec } from '../../engine/run-spec.ts';
import type { Target } from '../../engine/target.ts';
import { encodeState } from '../../state/permalink.ts';
import type { Store } from '../../state/store.ts';
import { captionOf } from './caption.ts';

/** The caption of a table that leaves the page: with the day, and the address of the run. */
export function sourceLine(store: Store, spec: RunSpec, starts: number, target: Target): string {
  const address = `${location.href.split('#')[0]}#${encodeState({ ...store.get(), spec })}`;
  const day = new Date().toISOString().slice(0, 10);
  // In angle brackets, since the address has parentheses.
  return `${captionOf(spec, starts, target)}, ${day}: <${address}>`;
}
