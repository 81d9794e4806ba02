import type { Trajectories } from './judge-step.ts';
import type { Tally } from './ledger.ts';

/**
 * Writes down whether trajectories are equal to the last bit.
 * @param whole in which those of `part` are the trajectories from `first` on
 */
export function compareSnapshots(part: Trajectories, whole: Trajectories, first: number, tally: Tally): void {
  const others = columnsOf(whole);
  for (const [name, { values, width }] of Object.entries(columnsOf(part))) {
    const other = others[name]!.values;
    for (let i = 0; i < values.length; i++) {
      const expected = other[first * width + i];
      const at = () => ({
        column: name,
        trajectory: first + Math.floor(i / width),
        step: whole.step,
        one: values[i]!,
        other: expected!,
      });
      tally.same(Object.is(values[i], expected), at);
    }
  }
}

/** All that steps change, and how many numbers of it a trajectory has. */
function columnsOf({
  position,
  status,
  state,
}: Trajectories): Record<string, { values: Float64Array | Uint32Array; width: number }> {
  const slots = Object.entries(state).map(([name, values]) => [`state ${name}`, { values, width: 2 }]);
  return {
    position: { values: position, width: 2 },
    status: { values: status, width: 1 },
    ...Object.fromEntries(slots),
  };
}
