import { parseRunSpec } from '../../engine/parse-run-spec.ts';
import type { OptimizerSpec } from '../../engine/run-spec.ts';

/** What a person last set for each optimizer, so that switching away and back loses nothing. */
export interface HyperMemory {
  keep(optimizer: OptimizerSpec): void;
  /** The optimizer as it was last set; null where it never was. */
  recall(id: string): OptimizerSpec | null;
}

const STORAGE_KEY = 'ravine.hyper';

/** @param storage outlasts the tab where there is one; what it holds is judged like any outside data */
export function createHyperMemory(storage: Pick<Storage, 'getItem' | 'setItem'> | null): HyperMemory {
  const kept = load(storage);
  return {
    keep({ id, hyper }) {
      kept.set(id, hyper);
      try {
        storage?.setItem(STORAGE_KEY, JSON.stringify(Object.fromEntries(kept)));
      } catch {
        // Full or forbidden: the tab remembers all the same.
      }
    },
    recall(id) {
      const hyper = kept.get(id);
      return hyper === undefined ? null : { id, hyper };
    },
  };
}

function load(storage: Pick<Storage, 'getItem'> | null): Map<string, OptimizerSpec['hyper']> {
  const kept = new Map<string, OptimizerSpec['hyper']>();
  try {
    const stored: unknown = JSON.parse(storage?.getItem(STORAGE_KEY) ?? '{}');
    for (const [id, hyper] of Object.entries(stored ?? {})) {
      const optimizer = parsed(id, hyper);
      if (optimizer !== null) kept.set(id, optimizer.hyper);
    }
  } catch {
    // No JSON, or no access to storage: nothing is remembered.
  }
  return kept;
}

function parsed(id: string, hyper: unknown): OptimizerSpec | null {
  try {
    return parseRunSpec({ optimizers: [{ id, hyper }] }).optimizers[0] ?? null;
  } catch {
    return null;
  }
}
