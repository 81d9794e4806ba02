import { float32Plan } from '../engine/float32-plan.ts';
import type { Plan } from '../engine/plan.ts';
import { scalarTable } from '../engine/scalars.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { type DispatchPlan, dispatchThreads, type Submission } from './dispatch.ts';
import type { DispatchPace } from './dispatch-pace.ts';
import { dispatchLayout } from './kernels.ts';
import type { Kernel } from './pipelines.ts';
import type { TeamMemory } from './team-memory.ts';
import type { Stopwatch } from './timing.ts';

/** A team as the run of a plan has it. */
export interface RunTeam {
  optimizer: Optimizer;
  memory: TeamMemory;
  kernel: Kernel;
  group: GPUBindGroup;
  pace: DispatchPace;
}

/** Submits the steps of a run's teams from its step `first` on. */
export function submitSteps(
  device: GPUDevice,
  plan: Plan,
  teams: readonly RunTeam[],
  first: number,
  { steps, teams: dispatches }: Submission,
  stopwatch: Stopwatch | null,
): void {
  const encoder = device.createCommandEncoder({ label: 'advance' });
  teams.forEach((team, index) => {
    const scalars = new Float32Array(scalarTable(float32Plan(plan), index, first, steps));
    device.queue.writeBuffer(team.memory.buffers.scalars, 0, scalars);
    encodeDispatches(device, encoder, team, first, dispatches[index]!, stopwatch?.around(index));
  });
  stopwatch?.encode(encoder);
  device.queue.submit([encoder.finish()]);
}

/** Loss and gradient norm at positions that no step has led to. */
export function encodeObservation(
  device: GPUDevice,
  encoder: GPUCommandEncoder,
  team: RunTeam,
  step: number,
): void {
  encodeDispatches(device, encoder, team, step, [{ offset: 0, steps: 0 }]);
}

function encodeDispatches(
  device: GPUDevice,
  encoder: GPUCommandEncoder,
  { memory, kernel, group }: RunTeam,
  first: number,
  dispatches: readonly DispatchPlan[],
  timestamps: Pick<GPUComputePassDescriptor, 'timestampWrites'> = {},
): void {
  const stride = device.limits.minUniformBufferOffsetAlignment;
  const bytes = new ArrayBuffer(stride * dispatches.length);
  dispatches.forEach(({ offset, steps }, index) => {
    const values = { firstStep: first + offset, steps, firstScalars: offset };
    dispatchLayout.write(values, bytes, (index * stride) / 4);
  });
  device.queue.writeBuffer(memory.buffers.dispatches, 0, bytes);

  const pass = encoder.beginComputePass({ label: kernel.label, ...timestamps });
  pass.setPipeline(kernel.pipeline);
  dispatches.forEach((_, index) => {
    pass.setBindGroup(0, group, [index * stride]);
    dispatchThreads(pass, Math.ceil(memory.team.count / kernel.perThread));
  });
  pass.end();
}
