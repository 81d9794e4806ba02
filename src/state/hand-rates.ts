import type { OptimizerSpec } from '../engine/run-spec.ts';

/**
 * Which learning rates a person chose, as opposed to those that were suggested or came with an address. A rate is
 * remembered with its optimizer and not with the number of a team, so that it stays chosen when teams move up.
 */
export interface HandRates {
  /** A person changed a team from `before` to `after`; without an `lr`, the rate is the default and nobody's choice. */
  chose(before: OptimizerSpec, after: OptimizerSpec): void;
  has(optimizer: OptimizerSpec): boolean;
}

export function createHandRates(): HandRates {
  const chosen = new Set<string>();
  const key = ({ id, hyper }: OptimizerSpec) => (hyper.lr === undefined ? null : `${id} ${hyper.lr}`);
  return {
    chose(before, after) {
      const [old, now] = [key(before), key(after)];
      // A drag passes many rates; only the one it ends at was meant.
      if (old !== null) chosen.delete(old);
      if (now !== null) chosen.add(now);
    },
    has(optimizer) {
      const own = key(optimizer);
      return own !== null && chosen.has(own);
    },
  };
}
