import { RavineError } from '../core/errors.ts';
import { divergenceBox } from '../engine/divergence.ts';
import { batchNoise } from '../engine/gradient-transforms.ts';
import { type Plan, rateCount } from '../engine/plan.ts';
import type { RunTeam } from './descent.ts';
import { mostSteps } from './dispatch.ts';
import { createDispatchPace } from './dispatch-pace.ts';
import { dispatchLayout, hyperLayout, runLayout } from './kernels.ts';
import type { RunKernels } from './run-kernels.ts';
import type { Scope } from './scope.ts';
import { createTeamMemory, type TeamMemory } from './team-memory.ts';
import { packParams } from './workbench.ts';

/**
 * Memory for the teams of a plan: what there is, where it fits, and new where it does not. Nothing old is given up.
 * @param present of the teams that there are, in their order
 * @throws 'device-limit', with nothing new left
 */
export async function reserveTeams(
  device: GPUDevice,
  scope: Scope,
  plan: Plan,
  present: readonly TeamMemory[],
): Promise<TeamMemory[]> {
  const reused = plan.teams.map((_, index) => {
    const memory = present[index];
    return memory?.fits(plan, index) ? memory : null;
  });
  if (!reused.includes(null)) return reused as TeamMemory[];
  const made: TeamMemory[] = [];
  const release = (): void => {
    for (const memory of made) memory.scope.dispose();
  };
  device.pushErrorScope('out-of-memory');
  let all: TeamMemory[];
  try {
    all = reused.map((memory, index) => {
      if (memory !== null) return memory;
      const hasGrown = (present[index]?.team.count ?? plan.count) < plan.count;
      const fresh = createTeamMemory(scope, device.limits, plan, index, hasGrown);
      made.push(fresh);
      return fresh;
    });
  } catch (error) {
    void device.popErrorScope().catch(() => null);
    release();
    throw error;
  }
  const error = await device.popErrorScope().catch((cause: unknown) => {
    release();
    throw new RavineError('device-lost', 'The graphics device was lost while a run was made.', { cause });
  });
  if (error === null) return all;
  release();
  throw new RavineError('device-limit', 'The graphics device has not enough free memory for this run.', {
    field: 'starts.count',
    cure: 'Lower the trajectory count or the number of teams.',
    cause: error,
  });
}

/**
 * Makes memory a plan's: writes its numbers and binds them. Allocates nothing.
 * @param fusedSteps to begin with
 */
export function beginTeams(
  device: GPUDevice,
  plan: Plan,
  memories: readonly TeamMemory[],
  kernels: RunKernels,
  fusedSteps: number,
): RunTeam[] {
  const rules = runLayout.pack(runValues(plan));
  const params = packParams(plan.surface);
  return plan.teams.map(({ optimizer, hyper }, index) => {
    const memory = memories[index]!;
    const { buffers } = memory;
    memory.begin(plan.count);
    device.queue.writeBuffer(buffers.rules, 0, rules);
    device.queue.writeBuffer(buffers.params, 0, params);
    device.queue.writeBuffer(buffers.hyper, 0, hyperLayout(optimizer).pack(hyper));
    const kernel = kernels.descend[index]!;
    const group = kernel.bind(`descend with ${optimizer.id}`, [
      buffers.rules,
      buffers.hyper,
      buffers.params,
      { buffer: buffers.dispatches, size: dispatchLayout.bytes },
      buffers.scalars,
      buffers.position,
      buffers.state,
      buffers.status,
      buffers.observe,
    ]);
    return { optimizer, memory, kernel, group, pace: createDispatchPace(fusedSteps, mostSteps(plan)) };
  });
}

function runValues(plan: Plan) {
  const { count, first, starts, spec, surface } = plan;
  const { center, reach } = divergenceBox(surface.domain);
  const { gradient, stop, seed } = spec;
  return {
    count,
    first,
    starts,
    rates: rateCount(plan),
    seed,
    stopLoss: stop.loss ?? 0,
    stopNorm: stop.gradientNorm,
    noise: batchNoise(gradient),
    sam: gradient.sam,
    clipNorm: gradient.clipNorm ?? 0,
    clipValue: gradient.clipValue ?? 0,
    centerX: center[0],
    centerY: center[1],
    reachX: reach[0],
    reachY: reach[1],
  };
}
