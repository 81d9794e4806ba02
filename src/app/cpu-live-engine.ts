import { RavineError } from '../core/errors.ts';
import type { Lent } from '../render/data-slot.ts';
import { mostElements } from '../render/texture-slot.ts';
import type { WorkerEngine, WorkerRun } from '../worker/worker-engine.ts';
import type { LiveEngine, LiveRun } from './live-engine.ts';

/**
 * The engine on workers as the app asks for it.
 * @param engine disposed of with this one
 * @param maxTextureSize of WebGL2, which bounds how many can be drawn
 */
export function createCpuLiveEngine(engine: WorkerEngine, maxTextureSize: number): LiveEngine {
  const most = mostElements(maxTextureSize);
  return {
    kind: engine.kind,
    description: engine.description,
    batch: engine.batch,
    async createRun(plan) {
      if (plan.count > most) {
        throw new RavineError(
          'device-limit',
          `${plan.count.toLocaleString('en')} trajectories per team cannot be drawn here.`,
          {
            field: 'starts.count',
            cure: `Lower the trajectory count to ${most.toLocaleString('en')}.`,
          },
        );
      }
      return liveRun(await engine.createRun(plan));
    },
    evaluate: (plan, points) => engine.evaluate(plan, points),
    async landscape(surface, size) {
      const { domain, loss } = await engine.landscape(surface, size);
      return { size, domain, loss, buffer: null, dispose() {} };
    },
    read: async (lent) => lent.map(copyOf),
    dispose: () => engine.dispose(),
  };
}

function liveRun(run: WorkerRun): LiveRun {
  return {
    plan: run.plan,
    get step() {
      return run.step;
    },
    get isBusy() {
      return run.taken < run.step;
    },
    teams: run.frames.map(({ position, observe, status }) => ({
      ...{ count: status.length, position, observe, status },
    })),
    advance: run.advance,
    load: run.load,
    restart: run.restart,
    read: run.read,
    summarize: run.summarize,
    settle: run.settle,
    onChange: run.onFrame,
    trails(options) {
      const trails = run.trails(options);
      return {
        teams: trails.teams.map(({ ring, samples, length }) => ({ buffer: ring, samples, length })),
        get head() {
          return trails.head;
        },
        get filled() {
          return trails.filled;
        },
        record: trails.record,
        clear: trails.clear,
        dispose() {},
      };
    },
    dispose: run.dispose,
  };
}

/** Of the array alone, whatever it is a part of. */
function copyOf(lent: Lent): ArrayBuffer {
  if (!ArrayBuffer.isView(lent)) throw new RavineError('internal', 'This is not an array of the CPU engine.');
  return lent.slice().buffer as ArrayBuffer;
}
