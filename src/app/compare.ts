import { RavineError } from '../core/errors.ts';
import type { Engine } from '../engine/engine.ts';
import type { CompareActions } from '../ui/compare/compare.ts';

/**
 * Comparisons on the engine that the page has at that moment, in runs of their own beside the one on the screen.
 * @param engine null while the device is being opened
 */
export function comparisonsOn(engine: () => Engine | null): CompareActions {
  const current = (): Engine => {
    const found = engine();
    if (found !== null) return found;
    throw new RavineError('device-lost', 'There is no graphics device at the moment.', {
      cure: 'Try again once the surface is there.',
    });
  };
  return {
    // Not everybody compares: what it takes is loaded when asked for.
    async race(spec, target, watch) {
      const { race } = await import('../engine/race.ts');
      return race(current(), spec, target, watch);
    },
    async tune(spec, request, watch) {
      const { tune } = await import('../engine/tune.ts');
      return tune(current(), spec, request, watch);
    },
  };
}
