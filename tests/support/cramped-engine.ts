import { RavineError } from '../../src/core/errors.ts';
import type { Engine } from '../../src/engine/engine.ts';

/** An engine with room for so many trajectories of all teams together; says how many runs it was asked for and gave. */
export function crampedEngine(engine: Engine, room: number): Engine & { asked: number; given: number } {
  return {
    ...engine,
    asked: 0,
    given: 0,
    async createRun(plan) {
      this.asked++;
      if (plan.teams.length * plan.count > room) {
        throw new RavineError('device-limit', `There is room for ${room}.`, { field: 'starts.count' });
      }
      this.given++;
      return engine.createRun(plan);
    },
  };
}
