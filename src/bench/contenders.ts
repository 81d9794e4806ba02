import { Status } from '../core/status.ts';
import type { Run } from '../engine/engine.ts';
import { generateStarts } from '../engine/starts.ts';
import type { GpuEngine } from '../gpu/gpu-engine.ts';
import { createCpuRun } from '../reference/cpu-run.ts';
import type { Contender, Peer } from './contender.ts';
import { createPlainRun } from './plain-loops.ts';
import type { Task } from './tournaments.ts';
import { planOf } from './workload.ts';

export const PLAIN = 'plain JavaScript, float64';

/** @param engine borrowed, fusing `stepsPerDispatch` steps */
export async function gpuContender(
  engine: GpuEngine,
  task: Task,
  stepsPerDispatch: number,
): Promise<Contender> {
  const run = await engine.createRun(planOf(task));
  return {
    engine: 'gpu',
    task,
    stepsPerDispatch,
    async restart() {
      run.restart();
      await run.settle();
    },
    async advance(steps) {
      run.advance(steps);
      await run.settle();
    },
    running: () => runningShare(run),
    dispose: () => run.dispose(),
  };
}

/** The reference engine, on this thread. */
export function cpuContender(task: Task): Contender {
  const plan = planOf(task);
  let run = createCpuRun(plan);
  return {
    engine: 'cpu',
    task,
    stepsPerDispatch: null,
    async restart() {
      run.dispose();
      run = createCpuRun(plan);
    },
    advance: async (steps) => run.advance(steps),
    running: () => runningShare(run),
    dispose: () => run.dispose(),
  };
}

/** Loops written by hand, of which there are those on Rosenbrock. */
export const plainJavaScript: Peer = {
  name: PLAIN,
  suits: ({ surface }) => surface === 'rosenbrock',
  async enter(task, plan) {
    const run = createPlainRun(task.optimizer, generateStarts(plan), plan.teams[0].hyper);
    return {
      engine: PLAIN,
      task,
      stepsPerDispatch: null,
      restart: async () => run.restart(),
      advance: async (steps) => run.advance(steps),
      running: async () => null,
      dispose() {},
    };
  },
  dispose() {},
};

async function runningShare(run: Run): Promise<number> {
  const [{ counts }] = await run.summarize();
  return counts[Status.running] / run.plan.count;
}
